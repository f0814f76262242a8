using ILGPU.Runtime;

namespace Engine.Kernels.Emulation;

/// <summary>How emulated launches and allocations behave.</summary>
/// <remarks>Set for an accelerator by <see cref="Apply"/>, or for everything a test does by <see cref="Use"/>, which wins.</remarks>
internal sealed record EmulatorSettings
{
    private static readonly AsyncLocal<EmulatorSettings?> s_scoped = new();

    /// <summary>Forward, poisoned, on all processors.</summary>
    public static EmulatorSettings Default { get; } = new();

    /// <summary>The order of warps in a group and of lanes in a warp; groups are always started in ascending order.</summary>
    public LaneOrder LaneOrder { get; init; }

    /// <summary>What <see cref="LaneOrder.Shuffled"/> is drawn from.</summary>
    public int Seed { get; init; }

    /// <summary>Whether fresh memory is filled with 0xFF instead of 0: shared memory for each group, buffers when allocated.</summary>
    public bool Poison { get; init; } = true;

    /// <summary>Most groups at a time. With 1, atomics in floating point add in a fixed order.</summary>
    public int Workers { get; init; } = Environment.ProcessorCount;

    /// <summary>The settings that hold now for an accelerator.</summary>
    public static EmulatorSettings For(Accelerator accelerator) => s_scoped.Value ?? accelerator.Settings;

    /// <summary>Makes these the settings of an accelerator.</summary>
    public void Apply(Accelerator accelerator) => accelerator.Settings = this;

    /// <summary>Makes these the settings of every accelerator, in this flow of control, until disposed.</summary>
    public IDisposable Use()
    {
        EmulatorSettings? before = s_scoped.Value;
        s_scoped.Value = this;
        return new SettingsScope(() => s_scoped.Value = before);
    }
}
