namespace Engine.Perf;

/// <summary>One way to do some work, timed in turn with others.</summary>
/// <param name="Run">Does it once.</param>
/// <param name="Prepare">Restores what a run destroys; called before every sample and not timed, and makes every sample a single run.</param>
/// <param name="Check">Called once, after the warm-up; throws when what was computed is wrong.</param>
internal sealed record Contestant(Action Run, Action? Prepare = null, Action? Check = null);
