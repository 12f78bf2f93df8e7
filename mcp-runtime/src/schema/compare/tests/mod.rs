mod random;
mod tables;
