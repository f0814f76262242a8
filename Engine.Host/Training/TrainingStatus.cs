namespace Engine;

/// <summary>Why training ended. Whatever the reason, the model is finite and usable, and the best point reached.</summary>
public enum TrainingStatus
{
    /// <summary>The relative loss is at or below the target.</summary>
    TargetReached,

    /// <summary>A regularised objective no longer falls: its minimum is reached to the precision asked for.</summary>
    Converged,

    /// <summary>No step reduces the loss further in fp32.</summary>
    Stagnated,

    /// <summary>The loss of the validation samples has not fallen for some steps; the model is that of the step where it was least.</summary>
    EarlyStopped,

    /// <summary>The limit of steps is reached.</summary>
    StepLimit,

    /// <summary>The caller cancelled; the model holds the last completed step.</summary>
    Cancelled,

    /// <summary>The linear system could not be solved even with the largest damping; the model holds the last completed step.</summary>
    SolverFailed,
}
