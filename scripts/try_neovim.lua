-- Uses stslint's language server from Neovim, as you would: opens, reads, fixes and saves a manifest.
-- Run by try_neovim.sh, which sets STSLINT_TRY_FILE to the manifest and STSLINT_TRY_SERVER to the command of the server.

local file = os.getenv("STSLINT_TRY_FILE")
local server = vim.split(os.getenv("STSLINT_TRY_SERVER"), " ")

local function print_line(text)
  io.stdout:write(text .. "\n")
end

local function expect(condition, text)
  if not condition then
    print_line("FAILED: " .. text)
    vim.cmd("cquit 1")
  end
  print_line("ok: " .. text)
end

vim.cmd("edit " .. vim.fn.fnameescape(file))
local buffer = vim.api.nvim_get_current_buf()
local id = vim.lsp.start_client({ name = "stslint", cmd = server, root_dir = vim.fn.fnamemodify(file, ":h") })
expect(id ~= nil, "the server starts")
vim.lsp.buf_attach_client(buffer, id)
local client = vim.lsp.get_client_by_id(id)

local function diagnostics()
  local found = {}
  for _, each in ipairs(vim.diagnostic.get(buffer)) do
    found[each.code or each.user_data.lsp.code] = each
  end
  return found
end

local function wait_for(condition, text)
  expect(vim.wait(60000, condition, 20), text)
end

wait_for(function() return diagnostics()["STS004"] ~= nil end, "diagnostics arrive")
local typo = diagnostics()["STS004"]
local line = vim.api.nvim_buf_get_lines(buffer, typo.lnum, typo.lnum + 1, false)[1]
expect(line:sub(typo.col + 1, typo.end_col) == "naem", "the range is that of the typo, even after wide characters")

local function actions(only)
  local place = { line = typo.lnum, character = typo.user_data.lsp.range and typo.user_data.lsp.range.start.character
    or vim.lsp.util._str_utfindex_enc(line, typo.col, client.offset_encoding) }
  local params = {
    textDocument = { uri = vim.uri_from_bufnr(buffer) },
    range = { start = place, ["end"] = place },
    context = { diagnostics = {}, only = only },
  }
  local answers = vim.lsp.buf_request_sync(buffer, "textDocument/codeAction", params, 60000)
  return answers[id].result
end

local function apply(action)
  vim.lsp.util.apply_workspace_edit(action.edit, client.offset_encoding)
end

local quick = actions({ "quickfix" })
expect(#quick >= 2, "a fix and an ignore comment are offered")
apply(quick[1])
line = vim.api.nvim_buf_get_lines(buffer, typo.lnum, typo.lnum + 1, false)[1]
expect(line:find("name: web", 1, true) ~= nil, "the quick fix is applied")
wait_for(function() return diagnostics()["STS004"] == nil end, "its diagnostic disappears before the file is saved")

local all = actions({ "source.fixAll" })
expect(#all == 1, "an action with all safe fixes is offered")
apply(all[1])
wait_for(function() return diagnostics()["STS002"] == nil end, "all safe fixes are applied")

local hover = vim.lsp.buf_request_sync(buffer, "textDocument/hover", {
  textDocument = { uri = vim.uri_from_bufnr(buffer) },
  position = { line = 1, character = 8 },
}, 60000)
expect(hover[id].result.contents.value:find("one at a time", 1, true) ~= nil, "the hover on the kind shows the rollout")

vim.cmd("write")
local saved = table.concat(vim.fn.readfile(file), "\n")
expect(saved:find("kind: StatefulSet", 1, true) ~= nil, "the saved file has the fixed kind")
expect(saved:find("naem", 1, true) == nil, "the saved file has no typo")

vim.lsp.stop_client(id)
expect(vim.wait(20000, function() return client.is_stopped() end, 20), "the server ends")
vim.cmd("qall!")
