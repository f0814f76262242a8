using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>How much of what near pairs had left, when their neuron's reference was made, the motion since then may have used up.</summary>
internal readonly struct DueUse
{
    // The clock and its product with a speed are rounded, the rest, and the sum.
    private const float Rounding = 8 * CandidateProblem.UnitRoundoff;

    private readonly Vector256<float> _first;
    private readonly Vector256<float> _rest;

    /// <summary>For a neuron.</summary>
    /// <param name="record">Its rates.</param>
    /// <param name="clock">Its reference's clocks.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DueUse(in DueSlot record, in DueClock clock)
    {
        _first = Vector256.Create((float)clock.First);
        _rest = Vector256.Create((float)(record.Second * clock.Second + record.Rest * clock.Rest));
    }

    /// <summary>At least what pairs of given speeds may have used up; negative for pairs that surely recede.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Of(Vector256<float> speed)
    {
        Vector256<float> used = Vector256.FusedMultiplyAdd(speed, _first, _rest);
        return used + Vector256.FusedMultiplyAdd(Vector256.Abs(speed), _first, _rest) * Rounding;
    }
}
