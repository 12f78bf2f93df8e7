use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::environment;
use super::mistake::Mistakes;
use super::place::Place;
use super::program::{HandlerPolicy, Program};
use super::resolve::{Policy, PolicyFile, resolve};
use crate::guard::Settings;
use crate::usage::Kind;

/// Names the policy file where the command line does not.
const VARIABLE: &str = "MCP_POLICY";

/// The largest policy file; there are a thousand tools' worth in it.
const LARGEST: u64 = 1 << 20;

/// Where a program's policy comes from. The only part that does I/O.
#[derive(Debug)]
pub(crate) struct Sources {
    program: Mutex<Program>,
    path: Option<PathBuf>,
    variables: Vec<(String, String)>,
    /// The file as it is in force, for handlers that are added.
    text: Mutex<Option<String>>,
}

impl Sources {
    /// The file of the command line, else the one that `MCP_POLICY` names,
    /// else none; and the environment, which stays what it is now.
    pub(crate) fn new(program: Program, path: Option<PathBuf>) -> Self {
        // No others: they may be secrets, and this lives as long as the process.
        let ours = |name: &std::ffi::OsStr| name.as_encoded_bytes().starts_with(b"MCP_");
        let variables = std::env::vars_os()
            .filter(|(name, _)| ours(name))
            .map(|(name, value)| {
                // What is no UTF-8 is no value of any setting either.
                (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned())
            })
            .collect();
        let named = || std::env::var_os(VARIABLE).filter(|path| !path.is_empty());
        Self::with(program, path.or_else(|| named().map(PathBuf::from)), variables)
    }

    pub(super) fn with(
        program: Program,
        path: Option<PathBuf>,
        variables: Vec<(String, String)>,
    ) -> Self {
        Self { program: Mutex::new(program), path, variables, text: Mutex::default() }
    }

    /// Reads the file again and says what is in force now. On a mistake,
    /// whatever was in force should stay.
    pub(crate) fn reload(&self) -> Result<Policy, Mistakes> {
        let program = lock(&self.program);
        let Some(path) = &self.path else {
            return resolve(&program, None, &self.variables);
        };
        let shown = path.display().to_string();
        match read(path) {
            Ok(text) => {
                let file = PolicyFile { path: &shown, text: &text };
                let policy = resolve(&program, Some(file), &self.variables)?;
                if program.is_open {
                    *lock(&self.text) = Some(text);
                }
                Ok(policy)
            }
            Err(error) => {
                // What is wrong in the environment is said as well.
                let mut mistakes =
                    resolve(&program, None, &self.variables).err().unwrap_or_default();
                let place = Place::Path(shown.into());
                mistakes.add(&place, "", format!("the policy cannot be read: {error}"));
                Err(mistakes)
            }
        }
    }

    /// What the policy in force says of another handler, which it knows from
    /// then on.
    pub(crate) fn add(&self, handler: HandlerPolicy) -> Result<Settings, Mistakes> {
        let mut program = lock(&self.program);
        if let Some((variable, other)) = environment::shared(&program, &handler, &self.variables) {
            let mut mistakes = Mistakes::default();
            mistakes.add(
                &Place::Variable(variable.to_owned()),
                "",
                format!(
                    "is set for the {} `{other}`, and would stand for `{}` as well: give it \
                     another name, or set that in the policy file, where their names differ",
                    handler.kind, handler.name
                ),
            );
            return Err(mistakes);
        }
        let alone = Program { handlers: vec![handler.clone()], ..*program };
        let shown = self.path.as_ref().map(|path| path.display().to_string()).unwrap_or_default();
        let text = lock(&self.text);
        let file = text.as_ref().map(|text| PolicyFile { path: &shown, text });
        let policy = resolve(&alone, file, &self.variables)?;
        let settings = policy.of(handler.kind, handler.name).clone();
        program.handlers.push(handler);
        Ok(settings)
    }

    /// Forgets a handler.
    pub(crate) fn remove(&self, kind: Kind, name: &str) {
        lock(&self.program).handlers.retain(|it| it.kind != kind || it.name != name);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn read(path: &Path) -> io::Result<String> {
    // A pipe or a device might never end, and opening it never return.
    if !path.metadata()?.is_file() {
        return Err(io::Error::other("name a regular file"));
    }
    let mut text = String::new();
    File::open(path)?.take(LARGEST + 1).read_to_string(&mut text)?;
    if text.len() as u64 > LARGEST {
        return Err(io::Error::other("it is larger than 1 MiB"));
    }
    Ok(text)
}
