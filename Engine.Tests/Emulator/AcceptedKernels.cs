using System.Numerics;
using ILGPU;
using ILGPU.Algorithms;

namespace Engine.Tests.Emulator;

/// <summary>What the linter must not mistake for a breach.</summary>
internal static class AcceptedKernels
{
    private static readonly float s_constant = 2.5f;

    public static void ReadsStaticReadonly(ArrayView<float> view) => view[0] = s_constant;

    public static void CallsRemappedMath(ArrayView<float> view) =>
        view[0] = MathF.Max(MathF.Sqrt(view[1]), (float)Math.Pow(view[2], 2)) + BitOperations.PopCount(3u) + BitConverter.SingleToInt32Bits(view[3]);

    public static void CallsKernelMath(ArrayView<double> view) => view[0] = XMath.Rsqrt(view[1]) + IntrinsicMath.Clamp(view[2], 0, 1) + XMath.DivRoundUp(7, 2);

    public static void IsGenericOverNumbers<T>(ArrayView<T> view)
        where T : unmanaged, INumber<T> => view[0] = (view[1] * view[2]) + T.One;

    public static void DividesUnsignedByOthers(ArrayView<uint> view) => view[0] = view[1] / 3 + (view[2] >> 2);

    public static void ReturnsTuples(ArrayView<int> view)
    {
        (int quotient, int rest) = Divide(view[1], 3);
        view[0] = rest switch
        {
            0 => quotient,
            1 => -quotient,
            _ => 0,
        };
    }

    public static void UsesStructOfItsOwn(ArrayView<Fraction> view, int factor)
    {
        Fraction half = new(1, 2);
        view[0] = factor > 0 ? new Fraction(half.Numerator * factor, view[1].Denominator) : half;
    }

    private static (int Quotient, int Remainder) Divide(int dividend, int divisor) => (dividend / divisor, dividend % divisor);
}
