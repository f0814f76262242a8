using System.Runtime.CompilerServices;

namespace Engine.Kernels;

/// <summary>What a motion may use up of a neuron's margins from now on, as a reference's curves foresee it: all that is needed of them to find a due time.</summary>
/// <param name="First">Shared time until the reference's first step is surely over; 0 when it is.</param>
/// <param name="MissedSecond">Rise of the second clock's curve by then.</param>
/// <param name="MissedRest">Rise of the rest's.</param>
/// <param name="RateSecond">Slope of the second clock's curve then.</param>
/// <param name="RateRest">Slope of the rest's.</param>
/// <param name="SquareSecond">Twice the quadratic coefficient of the second clock's curve.</param>
/// <param name="SquareRest">Of the rest's.</param>
internal readonly record struct DueHorizon(float First, float MissedSecond, float MissedRest, float RateSecond, float RateRest, float SquareSecond, float SquareRest)
{
    /// <summary>Of a reference of some age.</summary>
    public static DueHorizon Of(in DueCurves curves, double age)
    {
        double first = Math.Max(0, curves.Rest.Turn - age);
        return new DueHorizon(
            (float)first, (float)(first * curves.Second.Start), (float)(first * curves.Rest.Start), (float)curves.Second.Slope(age + first), (float)curves.Rest.Slope(age + first),
            (float)(2 * curves.Second.Square), (float)(2 * curves.Rest.Square));
    }

    /// <summary>Rise by <see cref="First"/>, for a neuron's rates.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Missed(in DueSlot record) => record.Second * MissedSecond + record.Rest * MissedRest;

    /// <summary>Slope from then on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Rate(in DueSlot record) => record.Second * RateSecond + record.Rest * RateRest;

    /// <summary>Twice the quadratic coefficient.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Square(in DueSlot record) => record.Second * SquareSecond + record.Rest * SquareRest;
}
