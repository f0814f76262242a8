using System.Runtime.CompilerServices;

namespace ILGPU;

/// <summary>Bit patterns and sizes.</summary>
public static class Interop
{
    /// <summary>Bytes of a T.</summary>
    public static int SizeOf<T>()
        where T : unmanaged => Unsafe.SizeOf<T>();

    /// <summary>The bits of a number.</summary>
    public static uint FloatAsInt(float value) => BitConverter.SingleToUInt32Bits(value);

    /// <inheritdoc cref="FloatAsInt(float)"/>
    public static ulong FloatAsInt(double value) => BitConverter.DoubleToUInt64Bits(value);

    /// <summary>The number with some bits.</summary>
    public static float IntAsFloat(uint value) => BitConverter.UInt32BitsToSingle(value);

    /// <inheritdoc cref="IntAsFloat(uint)"/>
    public static double IntAsFloat(ulong value) => BitConverter.UInt64BitsToDouble(value);
}
