//! PowerShell text to syntax tree: tokens in two modes, an error-tolerant parser, spans everywhere.
