namespace ILGPU.Runtime;

/// <summary>Makes <see cref="SpecializedValue{T}"/>.</summary>
public static class SpecializedValue
{
    /// <summary>Wraps a value.</summary>
    public static SpecializedValue<T> New<T>(T value)
        where T : unmanaged, IEquatable<T> => new(value);
}
