namespace ILGPU.Algorithms;

/// <summary>Mathematics for kernels. Exact to the last bits here; on a GPU Exp, Log, Sin and their like are approximations.</summary>
public static partial class XMath
{
    /// <summary>π.</summary>
    public const float PI = MathF.PI;

    /// <summary>The base of natural logarithms.</summary>
    public const float E = MathF.E;

    /// <summary>π in double precision.</summary>
    public const double PID = Math.PI;

    /// <summary>The base of natural logarithms in double precision.</summary>
    public const double ED = Math.E;

    /// <summary>The square root.</summary>
    public static float Sqrt(float value) => MathF.Sqrt(value);

    /// <inheritdoc cref="Sqrt(float)"/>
    public static double Sqrt(double value) => Math.Sqrt(value);

    /// <summary>The exponential.</summary>
    public static float Exp(float value) => MathF.Exp(value);

    /// <inheritdoc cref="Exp(float)"/>
    public static double Exp(double value) => Math.Exp(value);

    /// <summary>The natural logarithm.</summary>
    public static float Log(float value) => MathF.Log(value);

    /// <inheritdoc cref="Log(float)"/>
    public static double Log(double value) => Math.Log(value);

    /// <summary>The binary logarithm.</summary>
    public static float Log2(float value) => MathF.Log2(value);

    /// <inheritdoc cref="Log2(float)"/>
    public static double Log2(double value) => Math.Log2(value);

    /// <summary>The decimal logarithm.</summary>
    public static float Log10(float value) => MathF.Log10(value);

    /// <inheritdoc cref="Log10(float)"/>
    public static double Log10(double value) => Math.Log10(value);

    /// <summary>The sine of radians.</summary>
    public static float Sin(float value) => MathF.Sin(value);

    /// <inheritdoc cref="Sin(float)"/>
    public static double Sin(double value) => Math.Sin(value);

    /// <summary>The cosine of radians.</summary>
    public static float Cos(float value) => MathF.Cos(value);

    /// <inheritdoc cref="Cos(float)"/>
    public static double Cos(double value) => Math.Cos(value);

    /// <summary>The tangent of radians.</summary>
    public static float Tan(float value) => MathF.Tan(value);

    /// <inheritdoc cref="Tan(float)"/>
    public static double Tan(double value) => Math.Tan(value);

    /// <summary>The inverse sine.</summary>
    public static float Asin(float value) => MathF.Asin(value);

    /// <inheritdoc cref="Asin(float)"/>
    public static double Asin(double value) => Math.Asin(value);

    /// <summary>The inverse cosine.</summary>
    public static float Acos(float value) => MathF.Acos(value);

    /// <inheritdoc cref="Acos(float)"/>
    public static double Acos(double value) => Math.Acos(value);

    /// <summary>The inverse tangent.</summary>
    public static float Atan(float value) => MathF.Atan(value);

    /// <inheritdoc cref="Atan(float)"/>
    public static double Atan(double value) => Math.Atan(value);

    /// <summary>The hyperbolic sine.</summary>
    public static float Sinh(float value) => MathF.Sinh(value);

    /// <inheritdoc cref="Sinh(float)"/>
    public static double Sinh(double value) => Math.Sinh(value);

    /// <summary>The hyperbolic cosine.</summary>
    public static float Cosh(float value) => MathF.Cosh(value);

    /// <inheritdoc cref="Cosh(float)"/>
    public static double Cosh(double value) => Math.Cosh(value);

    /// <summary>The hyperbolic tangent.</summary>
    public static float Tanh(float value) => MathF.Tanh(value);

    /// <inheritdoc cref="Tanh(float)"/>
    public static double Tanh(double value) => Math.Tanh(value);

    /// <summary>The largest integer not above.</summary>
    public static float Floor(float value) => MathF.Floor(value);

    /// <inheritdoc cref="Floor(float)"/>
    public static double Floor(double value) => Math.Floor(value);

    /// <summary>The smallest integer not below.</summary>
    public static float Ceiling(float value) => MathF.Ceiling(value);

    /// <inheritdoc cref="Ceiling(float)"/>
    public static double Ceiling(double value) => Math.Ceiling(value);

    /// <summary>The integer towards zero.</summary>
    public static float Truncate(float value) => MathF.Truncate(value);

    /// <inheritdoc cref="Truncate(float)"/>
    public static double Truncate(double value) => Math.Truncate(value);

    /// <summary>The nearest integer, even if between two.</summary>
    public static float Round(float value) => MathF.Round(value);

    /// <inheritdoc cref="Round(float)"/>
    public static double Round(double value) => Math.Round(value);
}
