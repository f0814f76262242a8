namespace ILGPU;

/// <summary>A one-dimensional 64-bit index or extent.</summary>
public readonly struct LongIndex1D(long x) : IEquatable<LongIndex1D>
{
    /// <summary>The index 0.</summary>
    public static readonly LongIndex1D Zero;

    /// <summary>The index 1.</summary>
    public static readonly LongIndex1D One = new(1);

    /// <summary>The coordinate.</summary>
    public long X { get; } = x;

    /// <summary>Number of elements of this extent.</summary>
    public long Size => X;

    public static implicit operator long(LongIndex1D index) => index.X;

    public static implicit operator LongIndex1D(long index) => new(index);

    public static explicit operator Index1D(LongIndex1D index) => index.ToIntIndex();

    public static LongIndex1D operator +(LongIndex1D first, LongIndex1D second) => new(first.X + second.X);

    public static LongIndex1D operator -(LongIndex1D first, LongIndex1D second) => new(first.X - second.X);

    public static LongIndex1D operator *(LongIndex1D first, LongIndex1D second) => new(first.X * second.X);

    public static LongIndex1D operator /(LongIndex1D first, LongIndex1D second) => new(first.X / second.X);

    public static bool operator ==(LongIndex1D first, LongIndex1D second) => first.X == second.X;

    public static bool operator !=(LongIndex1D first, LongIndex1D second) => first.X != second.X;

    /// <summary>The same index as 32 bits.</summary>
    /// <exception cref="OverflowException">The index needs more than 32 bits.</exception>
    public Index1D ToIntIndex() => new(checked((int)X));

    /// <summary>Whether 0 &lt;= X &lt; dimension.</summary>
    public bool InBounds(LongIndex1D dimension) => X >= 0 && X < dimension.X;

    public bool Equals(LongIndex1D other) => X == other.X;

    public override bool Equals(object? obj) => obj is LongIndex1D other && Equals(other);

    public override int GetHashCode() => X.GetHashCode();

    public override string ToString() => $"({X})";
}
