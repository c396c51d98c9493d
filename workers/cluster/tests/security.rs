//! What is refused: open addresses without certificates, foreign certificates, huge messages, code.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests")]

mod common;

use arrow::datatypes::{DataType, Field, Schema};
use assert_cmd::Command as Checked;
use ballista_core::execution_plans::execute_physical_plan;
use ballista_core::extension::SessionConfigExt;
use ballista_core::serde::BallistaPhysicalExtensionCodec;
use ballista_core::serde::protobuf::ExecuteQueryParams;
use ballista_core::serde::protobuf::execute_query_params::Query;
use ballista_core::serde::protobuf::scheduler_grpc_client::SchedulerGrpcClient;
use cluster::{Address, ClusterError, ClusterFarm, ClusterOptions, TlsFiles};
use common::certificates::{authority, certificates, flags};
use common::{Cluster, Process, Sample, executor_program, same_bits, scheduler_program, start_scheduler};
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::object_store::ObjectStoreUrl;
use datafusion::datasource::physical_plan::{CsvSource, FileScanConfigBuilder};
use datafusion::datasource::source::DataSourceExec;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::prelude::SessionConfig;
use datafusion_proto::protobuf::PhysicalPlanNode;
use futures::TryStreamExt;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;
use workers::Farm;

/// Messages of a program that must refuse, without what changes from run to run.
fn refusal(program: &Path, arguments: &[&str]) -> String {
    let output = Checked::new(program)
        .args(arguments)
        .timeout(Duration::from_secs(20))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn open_addresses_without_certificates_are_refused() {
    let store = tempfile::tempdir().unwrap();
    let store = format!("file://{}", store.path().display());
    insta::assert_snapshot!(refusal(&scheduler_program(), &["--bind", "0.0.0.0:0"]), @"error: --bind 0.0.0.0:0 can be reached from other machines: give --ca, --certificate and --key (TLS with client certificates), or use a loopback address such as 127.0.0.1");
    insta::assert_snapshot!(refusal(&executor_program(), &["--store", &store, "--bind", "10.1.2.3:0"]), @"error: --bind 10.1.2.3:0 can be reached from other machines: give --ca, --certificate and --key (TLS with client certificates), or use a loopback address such as 127.0.0.1");
    insta::assert_snapshot!(refusal(&executor_program(), &["--store", &store, "--scheduler", "farm.example.org:50050"]), @"error: --scheduler farm.example.org:50050 can be reached from other machines: give --ca, --certificate and --key (TLS with client certificates), or use a loopback address such as 127.0.0.1");
    insta::assert_snapshot!(refusal(&scheduler_program(), &["--bind", "127.0.0.1:0", "--metrics", "0.0.0.0:9100"]), @"error: --metrics 0.0.0.0:9100 can be reached from other machines and metrics are served without certificates: use a loopback address such as 127.0.0.1:9100, and an agent on this machine that reads it");
    insta::assert_snapshot!(refusal(&executor_program(), &["--store", &store, "--metrics", "10.1.2.3:9100"]), @"error: --metrics 10.1.2.3:9100 can be reached from other machines and metrics are served without certificates: use a loopback address such as 127.0.0.1:9100, and an agent on this machine that reads it");
    insta::assert_snapshot!(refusal(&executor_program(), &["--store", "nonsense"]), @r#"error: --store "nonsense" is no place for block data: relative URL without a base: write file:///FOLDER, or the URI of an object store that this program was built for"#);
    let open = ClusterOptions::new("10.1.2.3:50050".parse().unwrap(), store);
    let error = ClusterFarm::new(open).unwrap_err();
    assert!(error.is_input(), "{error}");
}

#[test]
fn half_of_the_certificates_are_refused() {
    insta::assert_snapshot!(refusal(&scheduler_program(), &["--ca", "ca.pem"]), @"error: TLS needs all of --ca, --certificate and --key: --certificate, --key is missing");
}

#[test]
fn a_cluster_with_certificates_works_and_takes_no_others() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, foreign) = (authority(), authority());
    let server = certificates(folder.path(), &ours, "server");
    let executor = certificates(folder.path(), &ours, "executor");
    let planner = certificates(folder.path(), &ours, "planner");
    let mut arguments = vec!["--bind".to_owned(), "127.0.0.2:0".to_owned()];
    arguments.extend(flags(&server));
    let (scheduler, port) = start_scheduler(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    let store = format!("file://{}", folder.path().join("store").display());
    let mut command = Command::new(executor_program());
    command
        .args(["--scheduler", &format!("127.0.0.2:{port}"), "--bind", "127.0.0.3:0"])
        .args(["--store", &store, "--cores", "1"])
        .args(flags(&executor));
    let _executor = Process(command.spawn().unwrap());
    let options = |tls: Option<TlsFiles>, limit| ClusterOptions {
        tls: tls.map(|files| files.read().unwrap().unwrap()),
        least_arcs: 0,
        blocks: 3,
        pricing_limit: Duration::from_secs(limit),
        threads_here: None,
        ..ClusterOptions::new(format!("127.0.0.2:{port}").parse().unwrap(), store.clone())
    };
    let sample = Sample::grid(8, 3, 1, 5);
    let mut labels = sample.labels();
    let farm = ClusterFarm::new(options(Some(planner.clone()), 60)).unwrap();
    farm.price_round(&sample.round(), &mut labels).unwrap();
    assert!(same_bits(&labels, &sample.local()));
    assert_eq!(farm.report().blocks_there, 3);
    let scheduler_address: Address = format!("127.0.0.2:{port}").parse().unwrap();
    let ask = |files: Option<&TlsFiles>| {
        let tls = files.map(|files| files.read().unwrap().unwrap());
        cluster::status(&scheduler_address, tls.as_ref())
    };
    let status = ask(Some(&planner)).unwrap();
    assert_eq!((status.executors.len(), status.blocks.done), (1, 3), "{status:?}");

    // A certificate of another authority, one of another authority that takes ours, and none at all.
    let stranger = certificates(folder.path(), &foreign, "stranger");
    let trusting = TlsFiles {
        ca: server.ca.clone(),
        ..stranger.clone()
    };
    for tls in [Some(stranger), Some(trusting), None] {
        let error = ask(tls.as_ref()).unwrap_err();
        assert!(matches!(error, ClusterError::Status { .. }), "{error}");
        let farm = ClusterFarm::new(options(tls, 10)).unwrap();
        let error = farm.price_round(&sample.round(), &mut sample.labels()).unwrap_err();
        assert_eq!(farm.report().blocks_there, 0, "{error}");
    }
    drop(scheduler);
}

/// Peak resident memory of a process, kB.
fn peak_kb(process: &Process) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", process.0.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

#[test]
fn a_message_of_a_gigabyte_is_refused_with_flat_memory() {
    let (mut scheduler, port) = start_scheduler(&["--bind", "127.0.0.1:0"]);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (refused, before) = runtime.block_on(async {
        let client = SchedulerGrpcClient::connect(format!("http://127.0.0.1:{port}"))
            .await
            .unwrap();
        let mut client = client.max_encoding_message_size(usize::MAX);
        let query = |bytes: usize| ExecuteQueryParams {
            query: Some(Query::PhysicalPlan(vec![0; bytes])),
            ..ExecuteQueryParams::default()
        };
        // A small one is taken and looked at.
        let small = client.execute_query_push(query(1000)).await.unwrap_err();
        assert_ne!(small.code(), tonic::Code::OutOfRange, "{small}");
        let before = peak_kb(&scheduler);
        (client.execute_query_push(query(1 << 30)).await.unwrap_err(), before)
    });
    // The refusal, or the end of the connection while the rest was still being sent.
    let text = format!("{refused:?}");
    assert!(
        refused.code() == tonic::Code::OutOfRange || text.contains("transport"),
        "{text}"
    );
    let grown = peak_kb(&scheduler).saturating_sub(before);
    assert!(grown < 64 << 10, "{grown} kB");
    assert!(!scheduler.has_ended());
}

/// A plan of the engine that reads a file.
fn reading(file: &Path) -> Arc<dyn ExecutionPlan> {
    let schema = Arc::new(Schema::new(vec![Field::new("word", DataType::Utf8, true)]));
    let source = Arc::new(CsvSource::new(schema));
    let bytes = std::fs::metadata(file).unwrap().len();
    let scan = FileScanConfigBuilder::new(ObjectStoreUrl::local_filesystem(), source)
        .with_file(PartitionedFile::new(file.display().to_string(), bytes));
    DataSourceExec::from_data_source(scan.build())
}

#[test]
fn a_plan_that_reads_a_file_is_refused_by_the_executor() {
    let cluster = Cluster::start(1);
    cluster.warm_up(&Sample::grid(8, 3, 1, 5));
    let secret = cluster.folder.path().join("secret.csv");
    std::fs::write(&secret, "word\nswordfish\n").unwrap();
    let config = SessionConfig::new_with_ballista();
    let asked = async {
        let rows = execute_physical_plan::<PhysicalPlanNode>(
            format!("http://127.0.0.1:{}", cluster.port),
            &config.ballista_config(),
            reading(&secret),
            &BallistaPhysicalExtensionCodec::default(),
            "stranger".to_owned(),
            config.clone(),
        )
        .await?;
        rows.try_collect::<Vec<_>>().await
    };
    let limit = Duration::from_secs(60);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let ended = runtime.block_on(async { tokio::time::timeout(limit, asked).await.unwrap() });
    let error = ended.unwrap_err().to_string();
    assert!(error.contains("runs rounds of blocks and nothing else"), "{error}");
    assert!(!error.contains("swordfish"), "{error}");
    // It goes on with rounds.
    cluster.warm_up(&Sample::grid(8, 3, 1, 5));
}

#[test]
fn the_registry_of_an_executor_holds_one_function() {
    use datafusion::execution::FunctionRegistry;
    let registry = cluster::executor::functions(std::sync::Arc::new(Nobody));
    assert_eq!(registry.udfs().into_iter().collect::<Vec<_>>(), ["solve_block"]);
    assert!(registry.udafs().is_empty() && registry.udwfs().is_empty());
    assert!(registry.higher_order_function_names().is_empty());
}

#[derive(Debug)]
struct Nobody;

impl cluster::work::Work for Nobody {
    fn answer(&self, _head: &str, _body: &[u8]) -> Vec<u8> {
        Vec::new()
    }
}
