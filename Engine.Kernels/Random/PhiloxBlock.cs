namespace Engine.Kernels;

/// <summary>128 bits as four 32-bit words: a counter of <see cref="Philox4x32"/>, or the random block it maps to.</summary>
/// <param name="Word0">Lane 0; the lowest 32 bits of a counter.</param>
/// <param name="Word1">Lane 1.</param>
/// <param name="Word2">Lane 2.</param>
/// <param name="Word3">Lane 3; the highest 32 bits of a counter.</param>
public readonly record struct PhiloxBlock(uint Word0, uint Word1, uint Word2, uint Word3)
{
    /// <summary>The word of lane <paramref name="lane"/> modulo 4.</summary>
    /// <param name="lane">Only its two lowest bits count.</param>
    public uint this[int lane] => (lane & 3) switch { 0 => Word0, 1 => Word1, 2 => Word2, _ => Word3 };
}
