using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels;

/// <summary>How many threads share a group, and how many groups cover a vector.</summary>
internal static class GroupSize
{
    /// <summary>Threads of a group where the kernel does not say otherwise.</summary>
    public const int Threads = 256;

    /// <summary>One thread an element; the last group may have threads too many.</summary>
    /// <param name="elements">At least 1.</param>
    public static KernelConfig Covering(long elements) => Of((elements + Threads - 1) / Threads);

    /// <summary>A number of groups of <see cref="Threads"/> threads.</summary>
    /// <param name="groups">At least 1.</param>
    /// <exception cref="OverflowException">More groups than a launch can have.</exception>
    public static KernelConfig Of(long groups) => new(checked((int)groups), Threads);
}
