-- For wrk: asks for the paths in a file, one a line, from the first to the last and again.
local paths = {}
local turn = 0

function init(arguments)
  for line in io.lines(arguments[1]) do
    paths[#paths + 1] = line
  end
end

function request()
  turn = turn + 1
  return wrk.format("GET", paths[turn % #paths + 1])
end
