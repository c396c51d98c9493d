-- Addresses of a file, one a line, each asked in turn by every thread from a place of its own; counts what came back.
local addresses = {}
for line in io.lines(os.getenv("ADDRESSES")) do
  addresses[#addresses + 1] = line
end

local threads = {}
function setup(thread)
  thread:set("id", #threads)
  threads[#threads + 1] = thread
end

function init()
  at = id * 7919
  answered, shed, other = 0, 0, 0
end

function request()
  at = at + 1
  return wrk.format("GET", addresses[at % #addresses + 1])
end

function response(status)
  if status == 200 then
    answered = answered + 1
  elseif status == 503 then
    shed = shed + 1
  else
    other = other + 1
  end
end

function done(summary, latency)
  local answered, shed, other = 0, 0, 0
  for _, thread in ipairs(threads) do
    answered = answered + thread:get("answered")
    shed = shed + thread:get("shed")
    other = other + thread:get("other")
  end
  local seconds = summary.duration / 1e6
  io.write(string.format(
    '{"seconds": %.1f, "answered_per_s": %.0f, "shed_per_s": %.0f, "other": %d, "socket_errors": %d, "median_ms": %.2f, "p99_ms": %.2f, "longest_ms": %.2f}\n',
    seconds, answered / seconds, shed / seconds, other,
    summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50) / 1e3, latency:percentile(99) / 1e3, latency.max / 1e3))
end
