-- Sends HTTP requests in turn, each with a JSON-RPC id of its own, and prints what happened as one JSON object.
-- wrk … -s load.lua URL -- FILE, where FILE holds the requests, each ended by a zero byte. Every one has the id
-- 10000000, which is counted up: all ids are of one length, so that Content-Length stays right.

local ID = "10000000"
local requests = {}
local sent = 0

function init(arguments)
  local file = assert(io.open(arguments[1], "rb"))
  for text in file:read("*a"):gmatch("([^%z]+)") do
    local at = assert(text:find('"id":' .. ID, 1, true)) + 5
    requests[#requests + 1] = { text:sub(1, at - 1), text:sub(at + #ID) }
  end
  file:close()
end

function request()
  local parts = requests[sent % #requests + 1]
  sent = sent + 1
  return parts[1] .. string.format("%d", ID + sent) .. parts[2]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    '\n{"requests":%d,"micros":%d,"p50":%d,"p99":%d,"bytes":%d,"failures":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), summary.bytes,
    errors.connect + errors.read + errors.write + errors.status + errors.timeout))
end
