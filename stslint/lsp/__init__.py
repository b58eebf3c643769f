"""The language server: what an editor is told about a buffer that may not be saved.

All but ``protocol`` is plain data in the shapes of the Language Server Protocol, and needs no library.
Source: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/
"""
