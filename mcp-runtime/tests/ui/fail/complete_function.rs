#![allow(unused)]

use std::rc::Rc;

use mcp_runtime::prelude::*;

fn no_parameter() -> Vec<String> {
    Vec::new()
}

fn borrows(partial: &str) -> Vec<String> {
    Vec::new()
}

fn numbers(partial: String) -> Vec<u8> {
    Vec::new()
}

async fn one(partial: String) -> String {
    partial
}

fn no_context(partial: String, other: u8) -> Vec<String> {
    Vec::new()
}

async fn not_send(partial: String) -> Vec<String> {
    let shared = Rc::new(1);
    std::future::ready(()).await;
    drop(shared);
    Vec::new()
}

#[mcp_prompt]
async fn prompt(
    #[arg(complete = no_parameter)] a: String,
    #[arg(complete = borrows)] b: String,
    #[arg(complete = numbers)] c: String,
    #[arg(complete = one)] d: String,
    #[arg(complete = no_context)] e: String,
    #[arg(complete = not_send)] f: String,
    #[arg(complete = misspelt)] g: String,
) -> String {
    String::new()
}

#[mcp_prompt]
async fn not_an_argument(#[arg(complete = ["a"])] ctx: Context) -> String {
    String::new()
}

fn main() {}
