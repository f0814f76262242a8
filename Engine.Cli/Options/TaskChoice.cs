namespace Engine.Cli;

/// <summary>What the user says about the targets; the members after <see cref="Auto"/> are named as those of <see cref="TaskKind"/>.</summary>
internal enum TaskChoice
{
    /// <summary>By the rule stated on <see cref="Dataset"/>.</summary>
    Auto,

    /// <summary>Classes.</summary>
    Classification,

    /// <summary>Numbers.</summary>
    Regression,
}
