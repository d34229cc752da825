//! Carrying a plan out: lock, check, record, apply, verify, and undo in reverse when a step fails.
