-- For wrk: asks for the targets of a file in turn, each thread from another start.
local requests, at, threads = {}, 0, 0

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function init(arguments)
  for line in io.lines(arguments[1]) do
    requests[#requests + 1] = wrk.format("GET", line)
  end
  at = number * 137
end

function request()
  at = at % #requests + 1
  return requests[at]
end
