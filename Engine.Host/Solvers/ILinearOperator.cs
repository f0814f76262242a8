namespace Engine;

/// <summary>A symmetric linear map, applied without being formed.</summary>
internal interface ILinearOperator
{
    /// <summary>Length of its vectors.</summary>
    int Order { get; }

    /// <summary>Writes A <paramref name="vector"/> to <paramref name="result"/>; the two do not overlap.</summary>
    void Apply(ReadOnlySpan<double> vector, Span<double> result);
}
