namespace Engine.Kernels;

/// <summary>A place in a random sequence: what a sampler starts from, and what it hands on.</summary>
/// <param name="Seed">Seed of <see cref="CounterRandom"/>.</param>
/// <param name="Stream">Stream of <see cref="CounterRandom"/>; give every purpose its own.</param>
/// <param name="NextIndex">First element that nobody has used.</param>
public readonly record struct RngState(ulong Seed, uint Stream = 0, ulong NextIndex = 0)
{
    internal CounterRandom Random => new(Seed, Stream);

    /// <summary>The state after using the next <paramref name="elements"/> elements.</summary>
    /// <param name="elements">Number of elements.</param>
    /// <exception cref="OverflowException">The sequence, 2^64 elements long, has not so many left.</exception>
    public RngState Advance(ulong elements) => this with { NextIndex = checked(NextIndex + elements) };
}
