namespace ILGPU.Algorithms;

/// <content>Reciprocals, powers and remainders.</content>
public static partial class XMath
{
    /// <summary>2 to a power.</summary>
    public static float Exp2(float value) => MathF.Pow(2, value);

    /// <inheritdoc cref="Exp2(float)"/>
    public static double Exp2(double value) => Math.Pow(2, value);

    /// <summary>The reciprocal.</summary>
    public static float Rcp(float value) => 1 / value;

    /// <inheritdoc cref="Rcp(float)"/>
    public static double Rcp(double value) => 1 / value;

    /// <summary>The reciprocal of the square root.</summary>
    public static float Rsqrt(float value) => 1 / MathF.Sqrt(value);

    /// <inheritdoc cref="Rsqrt(float)"/>
    public static double Rsqrt(double value) => 1 / Math.Sqrt(value);

    /// <summary>A power.</summary>
    public static float Pow(float @base, float exp) => MathF.Pow(@base, exp);

    /// <inheritdoc cref="Pow(float, float)"/>
    public static double Pow(double @base, double exp) => Math.Pow(@base, exp);

    /// <summary>The angle of a point.</summary>
    public static float Atan2(float y, float x) => MathF.Atan2(y, x);

    /// <inheritdoc cref="Atan2(float, float)"/>
    public static double Atan2(double y, double x) => Math.Atan2(y, x);

    /// <summary>A logarithm.</summary>
    public static float Log(float value, float newBase) => MathF.Log(value) / MathF.Log(newBase);

    /// <inheritdoc cref="Log(float, float)"/>
    public static double Log(double value, double newBase) => Math.Log(value) / Math.Log(newBase);

    /// <summary>The remainder with the sign of x.</summary>
    public static float Rem(float x, float y) => x % y;

    /// <inheritdoc cref="Rem(float, float)"/>
    public static double Rem(double x, double y) => x % y;

    /// <summary>The remainder nearest to zero.</summary>
    public static float IEEERemainder(float x, float y) => MathF.IEEERemainder(x, y);

    /// <inheritdoc cref="IEEERemainder(float, float)"/>
    public static double IEEERemainder(double x, double y) => Math.IEEERemainder(x, y);

    /// <summary>Whether a number is NaN.</summary>
    public static bool IsNaN(float value) => float.IsNaN(value);

    /// <inheritdoc cref="IsNaN(float)"/>
    public static bool IsNaN(double value) => double.IsNaN(value);

    /// <summary>Whether a number is infinite.</summary>
    public static bool IsInfinity(float value) => float.IsInfinity(value);

    /// <inheritdoc cref="IsInfinity(float)"/>
    public static bool IsInfinity(double value) => double.IsInfinity(value);

    /// <summary>Whether a number is neither infinite nor NaN.</summary>
    public static bool IsFinite(float value) => float.IsFinite(value);

    /// <inheritdoc cref="IsFinite(float)"/>
    public static bool IsFinite(double value) => double.IsFinite(value);

    /// <summary>Sine and cosine of radians.</summary>
    public static void SinCos(float radians, out float sin, out float cos) => (sin, cos) = MathF.SinCos(radians);

    /// <inheritdoc cref="SinCos(float, out float, out float)"/>
    public static void SinCos(double radians, out double sin, out double cos) => (sin, cos) = Math.SinCos(radians);
}
