namespace Engine.Kernels;

/// <summary>Which way and how far one step pass moves.</summary>
internal readonly unsafe struct StepMove
{
    /// <summary>g, (K, Stride): a full step is -J^T g - Shrink (W - W(0)), so c_ri changes by -a_r g_i times the output scale where r fires on i.</summary>
    public required float* Direction { get; init; }

    /// <summary>Floats between the rows of g: n rounded up to 32.</summary>
    public required long Stride { get; init; }

    /// <summary>Share of the displacement W - W(0) that a full step gives up, in [0, 1]: 0 without a ridge, 1 for a ridge without damping.</summary>
    public required float Shrink { get; init; }

    /// <summary>Step length of a pass from the base point; change of step length of a pass that corrects a trial.</summary>
    public required float Length { get; init; }

    /// <summary>Whether the present point is the base point: its fire sets are recorded and define J. Otherwise the recorded ones do.</summary>
    public required bool FromBase { get; init; }

    /// <summary>Whether every list is chosen again, whatever it has moved: ends the drift of scores that are updated, not recomputed.</summary>
    public required bool RefreshAll { get; init; }
}
