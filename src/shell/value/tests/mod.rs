//! Facts about values, as PowerShell text with what a real engine answers.

mod evaluator;
mod facts;
