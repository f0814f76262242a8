using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>How a neuron's margins are used up from now on, besides by the speeds of its pairs; <see cref="DueHorizon"/> for its rates.</summary>
internal readonly struct DueRise
{
    // Curves, rates and their products are rounded to fp32, and the difference.
    private const float Rounding = 8 * CandidateProblem.UnitRoundoff;

    // No zero is divided by zero.
    private const float Tiny = 1e-37f;

    private readonly Vector256<float> _first;
    private readonly Vector256<float> _missed;
    private readonly Vector256<float> _rate;
    private readonly Vector256<float> _square;

    /// <summary>For a neuron.</summary>
    /// <param name="record">Its rates.</param>
    /// <param name="horizon">Its reference's.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public DueRise(in DueSlot record, in DueHorizon horizon)
    {
        _first = Vector256.Create(horizon.First);
        _missed = Vector256.Create(horizon.Missed(record));
        _rate = Vector256.Create(horizon.Rate(record) + Tiny);
        _square = Vector256.Create(horizon.Square(record));
    }

    /// <summary>How long margins last on the shared clock; 0 for those that may end before the first step is over.</summary>
    /// <param name="left">What is left of them.</param>
    /// <param name="speed">What they lose while the shared clock moves by one; negative for pairs that recede.</param>
    /// <remarks>
    /// A pair with l left ends when speed t + Second (rise of its curve) + Rest (rise of its curve) reaches l: behind the first step the t with
    /// (speed + rate) t + square t^2 / 4 = l, as the shared clock moves at least as fast as the first one.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> Soonest(Vector256<float> left, Vector256<float> speed)
    {
        speed = Vector256.Max(speed, Vector256<float>.Zero);
        Vector256<float> soon = Vector256.FusedMultiplyAdd(speed, _first, _missed), later = left - soon - (Vector256.Abs(left) + soon) * Rounding, slope = speed + _rate;
        Vector256<float> time = _first + (later + later) / (slope + Vector256.Sqrt(slope * slope + _square * Vector256.Max(later, Vector256<float>.Zero)));
        return time & Vector256.GreaterThan(later, Vector256<float>.Zero);
    }
}
