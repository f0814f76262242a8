using Engine.Kernels;
using Engine.Tests.Reference;

namespace Engine.Tests.Kernels;

/// <summary>A motion whose every step is compared with what its clocks say.</summary>
internal sealed unsafe class MotionTrace : IDisposable
{
    private readonly int _samples;
    private readonly double _scale;
    private readonly NativeBuffer<float> _direction;
    private readonly List<DueClock> _clocks = [];
    private double _time;

    internal MotionTrace(int samples, double scale)
    {
        (_samples, _scale) = (samples, scale);
        int stride = (samples + 31) / 32 * 32;
        _direction = new NativeBuffer<float>(stride);
        Motion = new DueMotion(samples, stride, scale);
    }

    internal DueMotion Motion { get; }

    /// <summary>Increments compared with a reference so far.</summary>
    internal int Checked { get; private set; }

    internal double[] Draw(Random random) => [.. Enumerable.Range(0, _samples).Select(_ => RandomRows.Normal(random))];

    internal void Add(float[] direction, double length, double[] image)
    {
        direction.CopyTo(_direction.Slice(0, _samples));
        float[] before = [.. new ReadOnlySpan<float>(Motion.Travelled, _samples)];
        Motion.Add(_direction.Pointer, length, image);
        for (int j = 0; j < _samples; j++)
            Check.Near(Motion.Increment[j] * _scale, (double)Motion.Travelled[j] - before[j], Math.ScaleB(Math.Abs(Motion.Increment[j] * _scale), -51), $"increment {j}");
    }

    /// <summary>The rest of a step, and what it says of the increment.</summary>
    internal void Advance(bool begins, double[] image, bool keeps)
    {
        if (begins)
        {
            Motion.Begin(image);
            _time = 0;
            _clocks.Clear();
            _clocks.Add(default);
        }

        Motion.Advance();
        double time = Motion.Time - _time;
        for (int r = 0; r < _clocks.Count; r++)
        {
            DueClock now = Motion.Clock(r), then = _clocks[r];
            double first = now.First - then.First, second = now.Second - then.Second, rest = now.Rest - then.Rest, age = _time - Motion.Begun(r);
            Check.That(first >= 0 && first <= time, $"reference {r}: first clock went on by {first:R}, the shared one by {time:R}.");
            Check.That(second <= Rise(Motion.Curves(r).Second, age, time) && rest <= Rise(Motion.Curves(r).Rest, age, time), $"reference {r}: {second:R}, {rest:R} in {time:R} at {age:R}.");
            // Beta's size is known, a millionth too large, not its sign; clocks are sums, rounded in double.
            double beta = second / (1 + 1e-6);
            Check.That(Math.Min(Missed(r, first, beta), Missed(r, first, -beta)) <= rest * (1 + 1e-9) + Math.ScaleB(now.Rest + now.First + now.Second, -44), $"reference {r}: epsilon {rest:R}.");
            _clocks[r] = now;
            Checked++;
        }

        _time = Motion.Time;
        Motion.Foresee(image);
        if (!keeps) return;
        Motion.Keep();
        _clocks.Add(default);
    }

    public void Dispose()
    {
        Motion.Dispose();
        _direction.Dispose();
    }

    private static double Rise(DueCurve curve, double from, double time)
    {
        double first = Math.Clamp(curve.Turn - from, 0, time), later = time - first;
        return (first * curve.Start + later * (curve.Linear + curve.Square * (from + first + 0.5 * later))) * (1 + 1e-9);
    }

    /// <summary>The largest |increment - alpha Q - beta R| in profiles.</summary>
    private double Missed(int reference, double alpha, double beta)
    {
        double most = 0;
        for (int j = 0; j < _samples; j++)
        {
            double rest = _scale * Motion.Increment[j] - alpha * Motion.Reference(reference)[j] - beta * Motion.Second[j];
            most = Math.Max(most, Math.Abs(rest) / Motion.Profile[j]);
        }

        return most;
    }
}
