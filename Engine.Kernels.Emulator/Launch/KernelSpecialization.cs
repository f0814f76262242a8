namespace ILGPU.Runtime;

/// <summary>Promises about launches, for which ILGPU's compiler may choose registers. Here a launch that breaks one is refused.</summary>
public readonly struct KernelSpecialization : IEquatable<KernelSpecialization>
{
    /// <summary>No promises.</summary>
    public static readonly KernelSpecialization Empty;

    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public KernelSpecialization(int? maxNumThreadsPerGroup, int? minNumGroupsPerMultiprocessor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxNumThreadsPerGroup ?? 1, 1, nameof(maxNumThreadsPerGroup));
        ArgumentOutOfRangeException.ThrowIfLessThan(minNumGroupsPerMultiprocessor ?? 1, 1, nameof(minNumGroupsPerMultiprocessor));
        MaxNumThreadsPerGroup = maxNumThreadsPerGroup;
        MinNumGroupsPerMultiprocessor = minNumGroupsPerMultiprocessor;
    }

    /// <summary>Groups will not be larger.</summary>
    public int? MaxNumThreadsPerGroup { get; }

    /// <summary>So many groups should fit on a multiprocessor; without effect here.</summary>
    public int? MinNumGroupsPerMultiprocessor { get; }

    public static bool operator ==(KernelSpecialization first, KernelSpecialization second) => first.Equals(second);

    public static bool operator !=(KernelSpecialization first, KernelSpecialization second) => !first.Equals(second);

    /// <summary>Whether the accelerator has groups so large.</summary>
    public bool IsCompatibleWith(Accelerator accelerator) => !(MaxNumThreadsPerGroup > accelerator.MaxNumThreadsPerGroup);

    public bool Equals(KernelSpecialization other) =>
        (MaxNumThreadsPerGroup, MinNumGroupsPerMultiprocessor) == (other.MaxNumThreadsPerGroup, other.MinNumGroupsPerMultiprocessor);

    public override bool Equals(object? obj) => obj is KernelSpecialization other && Equals(other);

    public override int GetHashCode() => HashCode.Combine(MaxNumThreadsPerGroup, MinNumGroupsPerMultiprocessor);
}
