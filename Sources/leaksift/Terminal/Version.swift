/// The version of this program, by semantic versioning.
let programVersion = "0.1.0"
