using System.Runtime.CompilerServices;

namespace Engine.Kernels;

/// <summary>How the directions of one output have moved the weights since an epoch began, and the references that bounds on it are stated in.</summary>
/// <remarks>
/// Neuron r of this output has moved by -a_r sum_j (travelled_j - travelled_j at the time j began to fire) x_j over the samples j it fires on, so one vector of n
/// numbers says how far all silent neurons have gone. Every step's increment is split as alpha Q + beta R + E: Q is the increment the epoch began with, R what J J^T
/// makes of it (where gradient descent turns to while no fire set changes), and |E_j| &lt;= epsilon P_j for the profile P. So
/// |dw_r| &lt;= alpha |sum_S Q_j x_j| + beta |sum_S R_j x_j| + epsilon sum_S P_j, three numbers a neuron that hold as long as its fire set does. All vectors carry the
/// output scale s. Increments are differences of the stored fp32 values, so the split is that of the motion that really takes place.
/// </remarks>
internal sealed unsafe class DueMotion : IDisposable
{
    /// <summary>Most steps of an epoch.</summary>
    public const int MostSteps = 255;

    // Bounds are computed in double and used in fp32; sums over rows whose norm is one up to rounding.
    private const double Up = 1 + 1e-6;

    private readonly NativeBuffer<float> _vectors;
    private readonly double[] _increment;
    private readonly double _scale;
    private readonly int _samples;
    private readonly DueClock[] _clocks = new DueClock[MostSteps + 1];

    /// <summary>All vectors are zero.</summary>
    /// <param name="samples">n.</param>
    /// <param name="stride">n rounded up to 32.</param>
    /// <param name="scale">s.</param>
    public DueMotion(int samples, int stride, double scale)
    {
        (_samples, _scale) = (samples, scale);
        _increment = new double[samples];
        _vectors = new NativeBuffer<float>(4L * stride);
        Travelled = _vectors.Pointer;
        First = Travelled + stride;
        Second = First + stride;
        Profile = Second + stride;
    }

    /// <summary>s times the sum of the epoch's increments, (n).</summary>
    public float* Travelled { get; }

    /// <summary>Q, (n).</summary>
    public float* First { get; }

    /// <summary>R, (n).</summary>
    public float* Second { get; }

    /// <summary>P, (n), positive.</summary>
    public float* Profile { get; }

    /// <summary>How much beta a unit of the shared clock allows.</summary>
    public double SecondShare { get; private set; } = 0.05;

    /// <summary>How much epsilon a unit of the shared clock allows.</summary>
    public double RestShare { get; private set; } = 0.05;

    /// <summary>Steps since the epoch began.</summary>
    public int Step { get; private set; }

    /// <summary>The clocks after a step of the epoch; 0 is its beginning.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly DueClock Clock(int step) => ref _clocks[step];

    /// <summary>The clocks of the epoch, from its beginning to now.</summary>
    public ReadOnlySpan<DueClock> Clocks() => _clocks.AsSpan(0, Step + 1);

    /// <summary>The clocks now.</summary>
    public ref readonly DueClock Now => ref _clocks[Step];

    /// <summary>The increment of the last <see cref="Add"/>, without the scale: exactly what the stored sum grew by.</summary>
    public ReadOnlySpan<double> Increment => _increment;

    /// <summary>Adds length times g to the sum; the clocks follow with <see cref="Advance"/>.</summary>
    public void Add(float* direction, double length)
    {
        for (int j = 0; j < _samples; j++)
        {
            float before = Travelled[j];
            Travelled[j] = (float)(before + _scale * length * direction[j]);
            _increment[j] = ((double)Travelled[j] - before) / _scale;
        }
    }

    /// <summary>Books the last increment on the clocks.</summary>
    public void Advance()
    {
        // Gains rely on a first clock that never runs backwards.
        double alpha = Math.Max(0, Project(First)), beta = Project(Second), epsilon = 0;
        for (int j = 0; j < _samples; j++)
        {
            double rest = _scale * _increment[j] - alpha * First[j] - beta * Second[j];
            epsilon = Math.Max(epsilon, Math.Abs(rest) / Profile[j]);
        }

        (beta, epsilon) = (Up * Math.Abs(beta), Up * epsilon);
        DueClock now = _clocks[Step];
        double time = Math.Max(alpha, Math.Max(beta / SecondShare, epsilon / RestShare));
        _clocks[++Step] = new DueClock(now.First + alpha, now.Second + beta, now.Rest + epsilon, now.Time + Up * time);
    }

    /// <summary>Begins an epoch: takes the last increment as Q and its image as R; the sum is left to <see cref="Forget"/>.</summary>
    /// <param name="image">J J^T times the last increment, (n).</param>
    public void Begin(ReadOnlySpan<double> image)
    {
        DueClock last = _clocks[Step];
        if (Step > 1 && last.First > 0)
        {
            SecondShare = Math.Clamp(last.Second / last.First, 1e-4, 10);
            RestShare = Math.Clamp(last.Rest / last.First, 1e-4, 10);
        }

        Step = 0;
        _clocks[0] = default;
        double square = 0, product = 0;
        for (int j = 0; j < _samples; j++)
        {
            square += _increment[j] * _increment[j];
            product += image[j] * _increment[j];
        }

        // R is orthogonal to Q and as long: the shares of the shared clock are then of the order of one or below.
        double share = square > 0 ? product / square : 0, mean = Math.Sqrt(square / _samples), least = mean > 0 ? _scale * mean : 1, rest = 0;
        for (int j = 0; j < _samples; j++) rest += (image[j] - share * _increment[j]) * (image[j] - share * _increment[j]);
        double length = rest > 0 ? Math.Sqrt(square / rest) : 0;
        for (int j = 0; j < _samples; j++)
        {
            First[j] = (float)(_scale * _increment[j]);
            Second[j] = (float)(_scale * length * (image[j] - share * _increment[j]));
            Profile[j] = (float)(_scale * Math.Abs(_increment[j]) + least);
        }
    }

    /// <summary>Starts the sum again from zero, once every neuron has booked what it travelled.</summary>
    public void Forget() => new Span<float>(Travelled, _samples).Clear();

    /// <inheritdoc/>
    public void Dispose() => _vectors.Dispose();

    /// <summary>The coefficient of the last increment, scaled, on a reference.</summary>
    private double Project(float* reference)
    {
        double square = 0, product = 0;
        for (int j = 0; j < _samples; j++)
        {
            square += (double)reference[j] * reference[j];
            product += reference[j] * _scale * _increment[j];
        }

        return square > 0 ? product / square : 0;
    }
}
