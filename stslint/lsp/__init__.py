"""The language server: diagnostics, fixes and hover texts for a buffer, saved or not.

``server`` speaks the protocol through pygls, ``session`` holds the open buffers. Only the command
``stslint server`` imports this package: pygls and lsprotocol are installed with the extra ``server``.
Source: https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/
"""
