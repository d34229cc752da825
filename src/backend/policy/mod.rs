//! Pure decisions: the observed state and a wish in, a plan out.
