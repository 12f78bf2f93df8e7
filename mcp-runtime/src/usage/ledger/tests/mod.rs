mod content;
mod damage;
mod failure;
mod killed;
mod restore;
mod rotation;
mod sharing;
mod support;
