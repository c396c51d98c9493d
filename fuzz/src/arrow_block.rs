//! Blocks as workers take them: Arrow streams one after another, each with its length before it.

use arrow::array::RecordBatch;
use arrow::buffer::Buffer;
use arrow::ipc::reader::StreamDecoder;
use arrow::ipc::writer::StreamWriter;
use data::foreign::guarded;
use workers::block::{read_answer, read_program, write_answer, write_program};
use workers::pricing::{
    ArcPrice, Carrying, Labels, NO_CARRIER, PlanBatches, PricingNetwork, PricingPlan, PricingRound, PricingTask,
    Shortest, Source, read_plan, read_prices, read_tasks, write_plan, write_prices, write_tasks,
};
use workers::solve::solve;
use workers::{LinearProgram, Row, RowKind, SolveOptions};

/// A program of two mines and a city.
fn program() -> LinearProgram {
    let mut program = LinearProgram::default();
    let (near, far) = (program.add_column(2.0, 0.0, 40.0), program.add_column(4.0, 1.0, 90.0));
    let demand = Row {
        kind: RowKind::Equal,
        right_hand_side: 60.0,
    };
    program.add_row(demand, &mut [(near, 1.0), (far, 1.0)]);
    let most = Row {
        kind: RowKind::AtMost,
        right_hand_side: 75.0,
    };
    program.add_row(most, &mut [(near, 1.0), (far, 0.5)]);
    program
}

/// The batches of an input, up to the first that is none; a decoder that panics has refused, as for a worker.
fn batches(bytes: &[u8]) -> Vec<RecordBatch> {
    let (mut rest, mut found) = (bytes, Vec::new());
    while let Some((length, after)) = rest.split_first_chunk::<2>() {
        let length = usize::from(u16::from_le_bytes(*length)).min(after.len());
        let (stream, after) = after.split_at(length);
        let Some(Some(batch)) = guarded(|| decode(stream)) else {
            break;
        };
        found.push(batch);
        rest = after;
    }
    found
}

fn decode(stream: &[u8]) -> Option<RecordBatch> {
    let mut decoder = StreamDecoder::new();
    let mut buffer = Buffer::from(stream);
    while !buffer.is_empty() {
        if let Some(batch) = decoder.decode(&mut buffer).ok()? {
            return Some(batch);
        }
    }
    None
}

/// Two batches as a program, each as an answer, four as a round of pricing.
pub fn run(bytes: &[u8]) {
    let batches = batches(bytes);
    if let [columns, rows] = batches.as_slice()
        && let Ok(program) = read_program(columns, rows)
    {
        // What was read is a block: it can be written, and is the same when it is read again.
        let (columns, rows) = write_program(&program).unwrap();
        assert!(read_program(&columns, &rows).unwrap() == program);
    }
    for batch in &batches {
        if let Ok(answer) = read_answer(&program(), batch) {
            let _faults = workers::solve::verify(&program(), &answer, true);
        }
    }
    if let [arcs, carriages, prices, tasks] = batches.as_slice() {
        let plan = PlanBatches {
            arcs: arcs.clone(),
            carriages: carriages.clone(),
        };
        price(&plan, prices, tasks);
    }
}

/// A round of pricing as a worker does it; what was read must be in order enough to be worked on.
fn price(plan: &PlanBatches, prices: &RecordBatch, tasks: &RecordBatch) {
    let Ok(plan) = read_plan(plan) else { return };
    let Ok(prices) = read_prices(&plan, prices) else { return };
    let Ok(tasks) = read_tasks(&plan, prices.len(), tasks) else {
        return;
    };
    // Labels of all tasks together are as large as the network says; a worker has limits for that.
    if plan.network().node_count().saturating_mul(tasks.len()) > 1 << 16 {
        return;
    }
    let round = PricingRound {
        plan: &plan,
        prices: &prices,
        tasks: &tasks,
    };
    let (mut shortest, mut labels) = (Shortest::default(), Labels::default());
    for task in &tasks {
        shortest.price(&round, task, &mut labels);
    }
}

fn packed(batches: &[&RecordBatch]) -> Vec<u8> {
    let mut packed = Vec::new();
    for batch in batches {
        let mut writer = StreamWriter::try_new(Vec::new(), &batch.schema()).unwrap();
        writer.write(batch).unwrap();
        let stream = writer.into_inner().unwrap();
        packed.extend_from_slice(&u16::try_from(stream.len()).unwrap().to_le_bytes());
        packed.extend_from_slice(&stream);
    }
    packed
}

/// A program, and its answer.
#[must_use]
pub fn seeds() -> Vec<Vec<u8>> {
    let program = program();
    let (columns, rows) = write_program(&program).unwrap();
    let answer = solve(&program, &SolveOptions::default()).unwrap();
    vec![
        packed(&[&columns, &rows]),
        packed(&[&write_answer(&answer).unwrap()]),
        pricing_seed(),
    ]
}

/// Two nodes, a link both ways that burns the second of two commodities, and a task.
fn pricing_seed() -> Vec<u8> {
    let network = PricingNetwork {
        starts: vec![0, 1, 2],
        tails: vec![0, 1],
        heads: vec![1, 0],
        modes: vec![0, 0],
        keeps: vec![1.0, 0.9],
    };
    let carrying = Carrying {
        energy: 1.0,
        tonnes: 1.0,
        weight: 1.0,
    };
    let plan = PricingPlan::new(
        network,
        vec![vec![Some(carrying)], vec![Some(carrying)]],
        vec![1, NO_CARRIER],
        vec![0.1, 0.0],
    );
    let price = ArcPrice {
        energy: 1.0,
        tonne: 0.5,
        toll: 0.0,
    };
    let task = PricingTask {
        period: 0,
        commodity: 0,
        sources: vec![Source { node: 0, price_gj: 2.0 }],
    };
    let batches = write_plan(&plan).unwrap();
    let (prices, tasks) = (
        write_prices(&[vec![price, price]]).unwrap(),
        write_tasks(&[task]).unwrap(),
    );
    packed(&[&batches.arcs, &batches.carriages, &prices, &tasks])
}
