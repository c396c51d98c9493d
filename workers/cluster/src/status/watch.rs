//! The scheduler's side: what it knows of executors and rounds, for status and for metrics.
//!
//! Invariant: it reads what the engine has and changes nothing.

use super::{ClusterStatus, ExecutorStatus, OUTCOMES_PATH, Outcomes, RoundStatus, STATUS_PATH};
use crate::affinity::{cores, node, version};
use crate::engine::Route;
use crate::limits::SILENCE;
use crate::message::FARM_VERSION;
use crate::metrics::{Now, SchedulerMetrics};
use axum::extract::State;
use axum::routing::{get, post};
use axum::{Json, Router};
use ballista_core::BALLISTA_VERSION;
use ballista_core::serde::scheduler::ExecutorMetadata;
use ballista_scheduler::cluster::{ClusterStateEvent, ClusterStateEventStream};
use ballista_scheduler::state::SchedulerState;
use ballista_scheduler::state::execution_graph::{ExecutionGraph, RunningTaskInfo};
use datafusion_proto::protobuf::{LogicalPlanNode, PhysicalPlanNode};
use futures::StreamExt;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// What the engine knows.
type EngineState = SchedulerState<LogicalPlanNode, PhysicalPlanNode>;

/// Looks on.
pub(crate) struct Watch {
    engine: Arc<EngineState>,
    metrics: Arc<SchedulerMetrics>,
    start: Instant,
    /// When executors came, by id.
    came: Mutex<HashMap<String, Instant>>,
}

/// A round, and which executors do its tasks.
struct Seen {
    round: RoundStatus,
    tasks: Vec<RunningTaskInfo>,
}

impl Watch {
    /// Looks at an engine; `events` tell when executors come and go.
    pub(crate) fn new(
        engine: Arc<EngineState>,
        metrics: Arc<SchedulerMetrics>,
        events: ClusterStateEventStream,
    ) -> Arc<Self> {
        let watch = Arc::new(Self {
            engine,
            metrics,
            start: Instant::now(),
            came: Mutex::default(),
        });
        let watching = Arc::clone(&watch);
        tokio::spawn(async move { events.for_each(|event| async { watching.heard(event) }).await });
        watch
    }

    fn heard(&self, event: ClusterStateEvent) {
        let mut came = self.came.lock().unwrap_or_else(PoisonError::into_inner);
        match event {
            ClusterStateEvent::RegisteredExecutor { executor_id } => {
                came.entry(executor_id).or_insert_with(Instant::now);
            }
            ClusterStateEvent::RemovedExecutor { executor_id } => {
                came.remove(&executor_id);
            }
        }
    }

    /// All that is known.
    pub(crate) async fn status(&self) -> ClusterStatus {
        let seen = self.rounds().await;
        let tasks: Vec<&RunningTaskInfo> = seen.iter().flat_map(|seen| &seen.tasks).collect();
        ClusterStatus {
            version: FARM_VERSION.to_owned(),
            engine_version: BALLISTA_VERSION.to_owned(),
            up_s: self.start.elapsed().as_secs(),
            executors: self.executors(&tasks).await,
            rounds: seen.iter().map(|seen| seen.round.clone()).collect(),
            blocks: self.metrics.outcomes(),
        }
    }

    /// All counts as text.
    pub(crate) async fn text(&self) -> String {
        let status = self.status().await;
        let is_alive = |of: &&ExecutorStatus| of.silent_s.is_none_or(|silent_s| silent_s <= SILENCE.as_secs());
        let alive = || status.executors.iter().filter(is_alive);
        self.metrics.text(Now {
            executors: alive().count(),
            slots: alive().map(|of| u64::from(of.slots)).sum(),
            rounds: status.rounds.len(),
            running: status.rounds.iter().map(|round| round.running).sum(),
            waiting: status.rounds.iter().map(|round| round.waiting).sum(),
        })
    }

    async fn executors(&self, tasks: &[&RunningTaskInfo]) -> Vec<ExecutorStatus> {
        let known = self.engine.executor_manager.get_executors_state().await;
        let known = known.unwrap_or_default().into_iter();
        let mut executors: Vec<ExecutorStatus> = known
            .map(|(executor, heard, _)| self.executor(&executor, heard, tasks))
            .collect();
        executors.sort_by(|one, other| (&one.node, &one.address).cmp(&(&other.node, &other.address)));
        executors
    }

    fn executor(
        &self,
        executor: &ExecutorMetadata,
        heard: Option<Duration>,
        tasks: &[&RunningTaskInfo],
    ) -> ExecutorStatus {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let came = self.came.lock().unwrap_or_else(PoisonError::into_inner);
        ExecutorStatus {
            node: node(&executor.id).to_owned(),
            address: format!("{}:{}", executor.host, executor.grpc_port),
            version: version(&executor.id),
            slots: cores(executor.specification.vcores),
            busy: tasks.iter().filter(|task| task.executor_id == executor.id).count(),
            known_s: came.get(&executor.id).map(|came| came.elapsed().as_secs()),
            silent_s: heard.map(|heard| now.saturating_sub(heard).as_secs()),
        }
    }

    async fn rounds(&self) -> Vec<Seen> {
        let jobs = self.engine.task_manager.get_running_job_cache();
        let mut rounds = Vec::with_capacity(jobs.len());
        for job in jobs.values() {
            rounds.push(round(job.execution_graph.read().await.as_ref()));
        }
        rounds.sort_by(|one, other| one.round.id.cmp(&other.round.id));
        rounds
    }
}

/// Blocks are the one stage of a round.
fn round(graph: &(dyn ExecutionGraph + Send + Sync)) -> Seen {
    let route = Route::read(graph.job_name());
    let blocks = graph.stages().keys().min().copied().unwrap_or_default();
    let tasks = graph.running_tasks();
    let is_asked = graph.running_stages().contains(&blocks);
    Seen {
        round: RoundStatus {
            id: graph.job_id().to_string(),
            attempt: route.attempt,
            blocks: route.blocks.len(),
            running: tasks.iter().filter(|task| task.stage_id == blocks).count(),
            waiting: if is_asked { graph.available_tasks() } else { 0 },
        },
        tasks,
    }
}

/// What a scheduler serves beside the engine's calls, at the same port.
pub(crate) fn routes(watch: Arc<Watch>) -> Router {
    Router::new()
        .route(
            STATUS_PATH,
            get(|State(watch): State<Arc<Watch>>| async move { Json(watch.status().await) }),
        )
        .route(
            OUTCOMES_PATH,
            post(
                |State(watch): State<Arc<Watch>>, Json(outcomes): Json<Outcomes>| async move {
                    watch.metrics.told(outcomes);
                },
            ),
        )
        .with_state(watch)
}
