//! `--farm`: where blocks run.
//!
//! Invariant: the plan is the same wherever that is; only what cannot be used at all is an error, and before anything runs.

use super::args::{FarmArg, FarmArgs};
use super::fail::Failure;
use data::config::{FarmChoice, RunConfig};
use std::sync::Arc;
use workers::Farm;

/// The farm that was chosen.
pub(super) struct Chosen {
    /// As the run sees it; none: threads of this process.
    farm: Option<Arc<dyn Farm>>,
    /// The same, as it tells what it did.
    #[cfg(feature = "cluster")]
    cluster: Option<Arc<cluster::ClusterFarm>>,
}

impl Chosen {
    /// By the flags, else the config.
    ///
    /// # Errors
    /// [`Failure::Arguments`] where the cluster cannot be used as it is described.
    pub(super) fn of(args: &FarmArgs, config: &RunConfig) -> Result<Self, Failure> {
        let is_cluster = match args.farm {
            Some(farm) => farm == FarmArg::Cluster,
            None => config.farm == FarmChoice::Cluster,
        };
        if is_cluster {
            return Self::cluster(args, config);
        }
        let given = [
            ("--scheduler", args.scheduler.is_some()),
            ("--store", args.store.is_some()),
            ("--least-arcs", args.least_arcs.is_some()),
            ("--ca", args.ca.is_some()),
            ("--certificate", args.certificate.is_some()),
            ("--key", args.key.is_some()),
        ];
        match given.into_iter().find(|(_, is_given)| *is_given) {
            Some((flag, _)) => Err(Failure::Arguments(format!(
                "{flag} describes a cluster and the farm is local: add --farm cluster, or leave {flag} out"
            ))),
            None => Ok(Self::local()),
        }
    }

    /// The farm to run on; none: threads of this process.
    pub(super) const fn farm(&self) -> Option<&Arc<dyn Farm>> {
        self.farm.as_ref()
    }
}

/// What a planner without the cluster says.
#[cfg(not(feature = "cluster"))]
pub(super) const WITHOUT_CLUSTER: &str = "this planner was built without the cluster farm";

#[cfg(not(feature = "cluster"))]
impl Chosen {
    const fn local() -> Self {
        Self { farm: None }
    }

    fn cluster(_args: &FarmArgs, _config: &RunConfig) -> Result<Self, Failure> {
        Err(Failure::Arguments(format!(
            "{WITHOUT_CLUSTER}: build it with `cargo build --release -p planner --features cluster`, or choose the local farm"
        )))
    }

    /// What the cluster did.
    #[allow(clippy::unused_self, reason = "with the feature there is one")]
    pub(super) const fn report(&self, _as_json: bool) -> Option<String> {
        None
    }
}

#[cfg(feature = "cluster")]
impl Chosen {
    const fn local() -> Self {
        Self {
            farm: None,
            cluster: None,
        }
    }

    fn cluster(args: &FarmArgs, config: &RunConfig) -> Result<Self, Failure> {
        let wrong = |error: cluster::ClusterError| Failure::Arguments(error.to_string());
        let scheduler = args.scheduler.as_ref().or(config.farm_scheduler.as_ref());
        let store = args.store.as_ref().or(config.farm_store.as_ref());
        let (Some(scheduler), Some(store)) = (scheduler, store) else {
            return Err(Failure::Arguments(
                "the cluster farm needs --scheduler HOST:PORT and --store URI (or `farm_scheduler` and `farm_store` in the config)"
                    .to_owned(),
            ));
        };
        let files = cluster::TlsFiles {
            ca: args.ca.clone(),
            certificate: args.certificate.clone(),
            key: args.key.clone(),
        };
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        let usual = cluster::ClusterOptions::new(scheduler.parse().map_err(wrong)?, store.clone());
        let farm = cluster::ClusterFarm::new(cluster::ClusterOptions {
            tls: files.read().map_err(wrong)?,
            threads_here: Some(config.threads.unwrap_or(threads)),
            least_arcs: args.least_arcs.or(config.farm_least_arcs).unwrap_or(usual.least_arcs),
            ..usual
        });
        let farm = Arc::new(farm.map_err(wrong)?);
        Ok(Self {
            farm: Some(Arc::clone(&farm) as Arc<dyn Farm>),
            cluster: Some(farm),
        })
    }

    /// What the cluster did, in words or as a line that a program reads.
    pub(super) fn report(&self, as_json: bool) -> Option<String> {
        let report = self.cluster.as_ref()?.report();
        Some(if as_json {
            serde_json::json!({ "farm": report }).to_string()
        } else {
            report.to_string()
        })
    }
}
