//! Which executor does which block: the one that did it before, as long as all have their share.
//!
//! Blocks go to executors by rendezvous hashing of block and node, in block order, each executor taking no more than its
//! share of the round. A block that is asked again, because its answer was refused, goes to the next executor of its list.
//! An executor with nothing of its own left takes what waits for a busy one. Where blocks are short, one waits at each executor
//! beside those that it does, so that it need not be sent for.
//!
//! Invariant: the same blocks and the same nodes give the same assignment, round after round.

use crate::engine::Route;
use crate::limits::WAITING;
use crate::message::FARM_VERSION;
use ballista_core::JobId;
use ballista_core::serde::protobuf::AvailableVcores;
use ballista_core::serde::protobuf::job_status::Status;
use ballista_core::serde::protobuf::task_status::Status as TaskStatus;
use ballista_core::serde::scheduler::{ExecutorMetadata, TaskKey};
use ballista_scheduler::cluster::{BoundTask, ClusterState, DistributionPolicy};
use ballista_scheduler::state::execution_graph::{TaskDescription, create_task_info};
use ballista_scheduler::state::execution_stage::{RunningStage, TaskInfo};
use ballista_scheduler::state::task_manager::JobInfoCache;
use datafusion::error::Result as EngineResult;
use std::collections::HashMap;
use std::fmt;
use std::sync::Arc;

/// Separates the node, the version and the start in an executor's id.
const PART: char = '@';

/// In place of the slash in a version, since ids become part of paths.
const SLASH: char = '+';

/// Id of an executor: its node, which stays, its version, and its start, which is new each time.
#[must_use]
pub(crate) fn executor_id(node: &str) -> String {
    let version = FARM_VERSION.replace('/', &SLASH.to_string());
    format!("{node}{PART}{version}{PART}{}", uuid::Uuid::new_v4().simple())
}

/// The node of an executor.
#[must_use]
pub(crate) fn node(executor_id: &str) -> &str {
    let parts: Vec<&str> = executor_id.rsplitn(3, PART).collect();
    parts.last().copied().unwrap_or(executor_id)
}

/// The version that an executor speaks, where its id says it.
#[must_use]
pub(crate) fn version(executor_id: &str) -> Option<String> {
    let version = executor_id.rsplit(PART).nth(1)?;
    version.contains(SLASH).then(|| version.replace(SLASH, "/"))
}

/// The policy of the scheduler.
pub(crate) struct Affinity {
    state: Arc<dyn ClusterState>,
}

impl Affinity {
    /// Knows all registered executors, busy ones too.
    pub(crate) fn new(state: Arc<dyn ClusterState>) -> Self {
        Self { state }
    }
}

impl fmt::Debug for Affinity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Affinity").finish_non_exhaustive()
    }
}

#[async_trait::async_trait]
impl DistributionPolicy for Affinity {
    async fn bind_tasks(
        &self,
        mut budgets: Vec<&mut AvailableVcores>,
        running_jobs: Arc<HashMap<JobId, JobInfoCache>>,
    ) -> EngineResult<Vec<BoundTask>> {
        let executors = self.state.registered_executor_metadata().await;
        let mut bound = Vec::new();
        for (job_id, job) in running_jobs.iter() {
            if !matches!(job.status, Some(Status::Running(_))) {
                continue;
            }
            let mut graph = job.execution_graph.write().await;
            let route = Route::read(graph.job_name());
            let session = graph.session_id().to_owned();
            let mut done = Vec::new();
            while let Some(stage) = graph.fetch_running_stage(&done) {
                done.push(stage.stage_id);
                let mut binder = Binder {
                    job_id,
                    session: &session,
                    stage,
                    bound: &mut bound,
                };
                binder.spread(&mut budgets, &executors, &route);
            }
        }
        Ok(bound)
    }

    fn name(&self) -> &str {
        "affinity"
    }
}

/// Binds the partitions of one stage.
struct Binder<'a> {
    job_id: &'a JobId,
    session: &'a str,
    stage: &'a mut RunningStage,
    bound: &'a mut Vec<BoundTask>,
}

impl Binder<'_> {
    /// Each partition as a task: on its own executor where a core of it is free, else on one that is idle. Where blocks are short, one
    /// more waits at its own executor, behind blocks of the same round only: others may be long.
    fn spread(&mut self, budgets: &mut [&mut AvailableVcores], executors: &[ExecutorMetadata], route: &Route) {
        let blocks: Vec<u64> = (0..self.stage.partitions).map(|at| route.block(at)).collect();
        let homes = assign(&blocks, executors, route.attempt);
        let mut waiting = self.stage.pending.next_slice(usize::MAX);
        for step in [Step::Home, Step::Idle, Step::Waiting] {
            if step == Step::Waiting && !route.may_wait {
                continue;
            }
            for partition in std::mem::take(&mut waiting) {
                let home = homes.get(partition).and_then(|home| executors.get(*home));
                let places = budgets.iter().map(|budget| Place {
                    free: budget.vcores,
                    is_home: home.is_some_and(|home| home.id == budget.executor_id),
                    cores: executors
                        .iter()
                        .find(|executor| executor.id == budget.executor_id)
                        .map_or(0, |executor| cores(executor.specification.vcores)),
                    of_this_round: self.running_on(&budget.executor_id),
                });
                match place(step, &places.collect::<Vec<_>>()) {
                    Some(at) => self.bind(vec![partition], budgets[at]),
                    None => waiting.push(partition),
                }
            }
        }
        self.stage.pending.reschedule(waiting);
    }

    /// Tasks of the stage that are with an executor.
    fn running_on(&self, id: &str) -> u32 {
        let is_there =
            |info: &&TaskInfo| matches!(&info.task_status, TaskStatus::Running(task) if task.executor_id == id);
        u32::try_from(self.stage.task_infos.iter().filter(is_there).count()).unwrap_or(u32::MAX)
    }

    /// As the engine's own policies bind.
    fn bind(&mut self, partitions: Vec<usize>, budget: &mut AvailableVcores) {
        let task_id = self.stage.task_infos.len();
        let failures = |partition: &usize| self.stage.task_failure_numbers.get(*partition).copied();
        let task_attempt = partitions.iter().filter_map(failures).max().unwrap_or(0);
        let mut info = create_task_info(budget.executor_id.clone(), task_id);
        info.global_input_partition_ids.clone_from(&partitions);
        info.vcores_consumed = 1;
        self.stage.task_infos.push(info);
        let task = TaskDescription {
            session_id: self.session.to_owned(),
            key: TaskKey {
                job_id: self.job_id.clone(),
                stage_id: self.stage.stage_id,
                task_id,
            },
            stage_attempt_num: self.stage.stage_attempt_num,
            task_attempt,
            global_input_partition_ids: partitions,
            vcores_consumed: 1,
            plan: Arc::clone(&self.stage.plan),
            session_config: Arc::clone(&self.stage.session_config),
        };
        budget.vcores -= 1;
        self.bound.push((budget.executor_id.clone(), task));
    }
}

/// Where a block is tried, in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    /// On a free core of its own executor.
    Home,
    /// On a free core of any, the one with most of them.
    Idle,
    /// Waiting at its own executor.
    Waiting,
}

/// An executor as it stands to a block.
#[derive(Clone, Copy, Debug)]
struct Place {
    /// Blocks that it takes yet, the one that waits among them.
    free: u32,
    is_home: bool,
    cores: u32,
    /// Blocks of the same round that are with it.
    of_this_round: u32,
}

/// The place that a step gives a block.
fn place(step: Step, places: &[Place]) -> Option<usize> {
    let all = || places.iter().enumerate();
    match step {
        Step::Home => all().find(|(_, of)| of.is_home && of.free > WAITING),
        Step::Idle => all().filter(|(_, of)| of.free > WAITING).max_by_key(|(_, of)| of.free),
        Step::Waiting => all().find(|(_, of)| of.is_home && of.free > 0 && of.of_this_round >= of.cores),
    }
    .map(|(at, _)| at)
}

/// The executor of each block, by position. An executor takes no more than its share of the blocks, by cores.
fn assign(blocks: &[u64], executors: &[ExecutorMetadata], attempt: usize) -> Vec<usize> {
    let cores = |executor: &ExecutorMetadata| cores(executor.specification.vcores) as usize;
    let all: usize = executors.iter().map(cores).sum();
    let share = |executor| (blocks.len() * cores(executor)).div_ceil(all.max(1));
    let mut room: Vec<usize> = executors.iter().map(share).collect();
    let mut homes = Vec::with_capacity(blocks.len());
    for block in blocks {
        let mut ranked: Vec<usize> = (0..executors.len()).collect();
        ranked.sort_by_key(|executor| std::cmp::Reverse(weight(*block, node(&executors[*executor].id))));
        if !ranked.is_empty() {
            let first = attempt % ranked.len();
            ranked.rotate_left(first);
        }
        let Some(home) = ranked.iter().copied().find(|executor| room[*executor] > 0) else {
            continue;
        };
        room[home] -= 1;
        homes.push(home);
    }
    homes
}

/// Blocks that an executor does at once, of those that may be with it.
#[must_use]
pub(crate) fn cores(vcores: u32) -> u32 {
    vcores.saturating_sub(WAITING).max(1)
}

fn weight(block: u64, node: &str) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&block.to_le_bytes());
    hasher.update(node.as_bytes());
    *hasher.finalize().as_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ballista_core::serde::scheduler::{ExecutorOperatingSystemSpecification, ExecutorSpecification};

    fn executor(node: &str, vcores: u32) -> ExecutorMetadata {
        ExecutorMetadata {
            id: executor_id(node),
            host: "127.0.0.1".to_owned(),
            port: 1,
            grpc_port: 2,
            specification: ExecutorSpecification {
                vcores: vcores + WAITING,
            },
            os_info: ExecutorOperatingSystemSpecification::default(),
        }
    }

    fn at(free: u32, is_home: bool, of_this_round: u32) -> Place {
        Place {
            free,
            is_home,
            cores: 1,
            of_this_round,
        }
    }

    #[test]
    fn a_free_core_at_home_comes_first_and_an_idle_one_before_waiting() {
        let both_idle = [at(2, false, 0), at(2, true, 0)];
        assert_eq!(place(Step::Home, &both_idle), Some(1));
        let home_is_busy = [at(2, false, 0), at(1, true, 1)];
        assert_eq!(place(Step::Home, &home_is_busy), None);
        assert_eq!(place(Step::Idle, &home_is_busy), Some(0));
        let both_busy = [at(1, false, 1), at(1, true, 1)];
        assert_eq!(
            (place(Step::Home, &both_busy), place(Step::Idle, &both_busy)),
            (None, None)
        );
        assert_eq!(place(Step::Waiting, &both_busy), Some(1));
        assert_eq!(place(Step::Waiting, &[at(1, false, 1), at(0, true, 2)]), None);
    }

    #[test]
    fn no_block_waits_behind_another_round() {
        // Its one core does a block of somebody else, which may be long.
        assert_eq!(place(Step::Waiting, &[at(1, true, 0)]), None);
    }

    #[test]
    fn an_id_says_node_and_version() {
        let id = executor_id("rack@7");
        assert_eq!(node(&id), "rack@7");
        assert_eq!(version(&id).as_deref(), Some(FARM_VERSION));
        assert_eq!((node("stranger"), version("stranger")), ("stranger", None));
    }

    fn nodes(blocks: &[u64], executors: &[ExecutorMetadata], attempt: usize) -> Vec<String> {
        let homes = assign(blocks, executors, attempt);
        homes.iter().map(|home| node(&executors[*home].id).to_owned()).collect()
    }

    #[test]
    fn a_restart_and_another_order_move_nothing() {
        let blocks: Vec<u64> = (0..16).collect();
        let before = nodes(&blocks, &[executor("a", 2), executor("b", 2)], 0);
        let after = nodes(&blocks, &[executor("b", 2), executor("a", 2)], 0);
        assert_eq!(before, after);
    }

    #[test]
    fn everyone_has_a_share_by_cores() {
        let blocks: Vec<u64> = (0..16).collect();
        let homes = nodes(&blocks, &[executor("a", 1), executor("b", 3)], 0);
        assert_eq!(homes.iter().filter(|node| *node == "a").count(), 4);
    }

    #[test]
    fn the_next_attempt_is_elsewhere() {
        let executors = [executor("a", 1), executor("b", 1)];
        for block in 0..8 {
            assert_ne!(nodes(&[block], &executors, 0), nodes(&[block], &executors, 1));
        }
    }
}
