//! Tests of recipes, each kind against its imitation.

mod shipped;
