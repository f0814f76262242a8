namespace Engine.Indexing;

/// <summary>A small generator with a seed: Steele, Lea and Flood's SplitMix64. For hash planes and simulations, not for weights.</summary>
/// <param name="seed">Where the sequence starts.</param>
public sealed class SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The next 64 bits.</summary>
    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9;
        z = (z ^ z >> 27) * 0x94D049BB133111EB;
        return z ^ z >> 31;
    }

    /// <summary>Uniform in [0, 1), a multiple of 2^-53.</summary>
    public double NextUniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, bound): the bias is below bound 2^-53.</summary>
    public int NextInt(int bound) => (int)(NextUniform() * bound);

    /// <summary>Standard normal (Box and Muller, one of the two).</summary>
    public double NextNormal() => Math.Sqrt(-2 * Math.Log(1 - NextUniform())) * Math.Cos(2 * Math.PI * NextUniform());
}
