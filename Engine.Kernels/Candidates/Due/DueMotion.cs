using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>How the directions of one output have moved the weights since an epoch began, and the references that bounds on it are stated in.</summary>
/// <remarks>
/// Neuron r of this output has moved by -a_r sum_j (travelled_j - travelled_j at the time j began to fire) x_j over the samples j it fires on, so one vector of n
/// numbers says how far all silent neurons have gone. A neuron that is looked at takes the increment foreseen for the next step as its reference Q: the present one
/// less what its image J J^T changes it by, which is where gradient descent goes while no fire set changes. Every later increment is split as alpha Q + beta R + E, where R is
/// the way directions turn, the part of the image the epoch began with that is orthogonal to the increment, and |E_j| &lt;= epsilon P_j for the profile P. So |dw_r| &lt;= alpha |sum_S Q_j x_j| + beta sum_S |R_j| + epsilon sum_S P_j, and the score of
/// a pair moves by its own speed alpha &lt;sum_S Q_j x_j, x_i&gt; up to the other two, as long as the fire set S holds. In the next step those are what changes of side bring, a thousandth; after
/// that beta grows with the age of the reference. All vectors carry the output scale s. Increments are differences of the stored fp32 values, so the split is that of the motion that
/// really takes place.
/// </remarks>
internal sealed unsafe class DueMotion : IDisposable
{
    /// <summary>Most references of an epoch.</summary>
    public const int MostReferences = 64;

    // The profile is what the last but one reference missed in the epoch before, by sample, and so much of its mean.
    private const int WatchedAge = 1;
    private const double ProfileFloor = 0.3;

    // Steps of an epoch until its own curves are trusted.
    private const int FewSteps = 8;

    // Bounds are computed in double and used in fp32; sums over rows whose norm is one up to rounding.
    private const double Up = 1 + 1e-6;

    // Steps are about as long as the last one, on the shared clock; one that is shorter makes neurons due early.
    private const double Sure = 0.9;

    private readonly NativeBuffer<float> _vectors;
    private readonly NativeBuffer<double> _doubles;
    private readonly double[] _increment;
    private readonly double[] _missed;
    private readonly double _scale;
    private readonly int _samples;
    private readonly int _stride;
    private readonly float* _references;
    private readonly double* _scaled;
    private readonly double* _inverseProfile;
    private readonly DueClock[] _clocks = new DueClock[MostReferences];
    private readonly double[] _begun = new double[MostReferences];
    private readonly double[] _squares = new double[MostReferences];
    private readonly double[] _products = new double[MostReferences];
    private readonly DueCurves[] _curves = new DueCurves[MostReferences];
    private readonly DueHorizon[] _horizons = new DueHorizon[MostReferences];
    private DueCurves _seenFirst, _seenOthers, _ofFirst = DueCurves.Unknown, _ofOthers = DueCurves.Unknown;
    private int _count;
    private double _turn;
    private double _turning;
    private double _secondSquare;

    /// <summary>All vectors are zero.</summary>
    /// <param name="samples">n.</param>
    /// <param name="stride">n rounded up to 32.</param>
    /// <param name="scale">s.</param>
    public DueMotion(int samples, int stride, double scale)
    {
        (_samples, _stride, _scale) = (samples, stride, scale);
        _increment = new double[samples];
        _missed = new double[samples];
        // Coded ids of samples that a neuron does not fire on are negative: in front of what they index lie zeros.
        _vectors = new NativeBuffer<float>((6L + MostReferences) * stride);
        _doubles = new NativeBuffer<double>(2L * stride);
        Travelled = _vectors.Pointer + stride;
        Foreseen = Travelled + 2L * stride;
        Profile = Foreseen + stride;
        Second = Profile + stride;
        _references = Second + stride;
        _scaled = _doubles.Pointer;
        _inverseProfile = _scaled + stride;
    }

    /// <summary>Bytes held for n samples.</summary>
    public static double BytesFor(double samples) => samples * ((6 + MostReferences) * sizeof(float) + 4 * sizeof(double));

    /// <summary>s times the sum of the epoch's increments, (n), in front of it n zeros.</summary>
    public float* Travelled { get; }

    /// <summary>The newest Q, (n), in front of it n zeros.</summary>
    public float* Foreseen { get; }

    /// <summary>P, (n), positive.</summary>
    public float* Profile { get; }

    /// <summary>R, (n).</summary>
    public float* Second { get; }

    /// <summary>The shared clock: every step it moves by at least what any first clock moves by, and by the time that any reference's curve takes to rise as the rest does.</summary>
    public double Time { get; private set; }

    /// <summary>The reference of neurons that are looked at now.</summary>
    public int Newest { get; private set; }

    /// <summary>Whether no further step of this epoch can have a reference.</summary>
    public bool IsFull => _count == MostReferences;

    /// <summary>The increment of the last <see cref="Add"/>, without the scale: exactly what the stored sum grew by.</summary>
    public ReadOnlySpan<double> Increment => _increment;

    /// <summary>Q of a reference, (n).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Reference(int reference) => _references + (long)reference * _stride;

    /// <summary>How far the motion has gone since a reference was made.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly DueClock Clock(int reference) => ref _clocks[reference];

    /// <summary>The shared clock when a reference was made.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Begun(int reference) => _begun[reference];

    /// <summary>What a reference may miss.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly DueCurves Curves(int reference) => ref _curves[reference];

    /// <summary>What a reference may miss from now on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ref readonly DueHorizon Horizon(int reference) => ref _horizons[reference];

    /// <summary>The clocks of all references, now.</summary>
    public ReadOnlySpan<DueClock> Clocks() => _clocks.AsSpan(0, Math.Max(_count, Newest + 1));

    /// <summary>Adds length times g to the sum; the clocks follow with <see cref="Advance"/>.</summary>
    /// <param name="direction">g, (n).</param>
    /// <param name="length">The step length.</param>
    /// <param name="image">J J^T times the increment before this one, (n).</param>
    public void Add(float* direction, double length, ReadOnlySpan<double> image)
    {
        double turned = 0, square = 0;
        for (int j = 0; j < _samples; j++)
        {
            float before = Travelled[j];
            Travelled[j] = (float)(before + _scale * length * direction[j]);
            double scaled = (double)Travelled[j] - before, increment = scaled / _scale;
            turned += (_increment[j] - increment) * image[j];
            square += image[j] * image[j];
            (_scaled[j], _increment[j]) = (scaled, increment);
        }

        // By how much an image has changed the increment: the step length, for a loss whose gradient is the residual.
        _turn = square > 0 ? turned / square : 0;
    }

    /// <summary>Books the last increment on the clocks of all references.</summary>
    public void Advance()
    {
        double time = 0, turned = Product(Second);
        int watched = Math.Max(0, _count - 1 - WatchedAge);
        for (int r = 0; r < _count; r++)
        {
            DueClock step = Split(r, turned), clock = _clocks[r];
            double age = Time - _begun[r];
            if (r == watched) Watch(r, step.First, turned);
            _clocks[r] = new DueClock(clock.First + step.First, clock.Second + step.Second, clock.Rest + step.Rest);
            time = Math.Max(time, Math.Max(step.First, _curves[r].Time(age, step)));
            if (r == 0) _seenFirst = _seenFirst.With(age, step);
            else _seenOthers = _seenOthers.With(age, step);
        }

        _turning = Sure * time;
        Time += Up * time;
        for (int r = 0; r < _count; r++) _horizons[r] = DueHorizon.Of(_curves[r], Time - _begun[r]);
    }

    /// <summary>Foresees the next increment: the reference of neurons that are looked at now.</summary>
    /// <param name="image">J J^T times the last increment, (n).</param>
    public void Foresee(ReadOnlySpan<double> image)
    {
        Newest = _count;
        float* reference = Reference(Newest);
        double square = 0;
        for (int j = 0; j < _samples; j++) square += Next(j, image) * Next(j, image);
        // As long as the first one: clocks of all references then run alike, slowly where increments have become small.
        double scale = square > 0 ? Math.Sqrt(_squares[0] / square) : _scale;
        for (int j = 0; j < _samples; j++) reference[j] = (float)(scale * Next(j, image));
        DueCurves curves = _seenOthers.Or(_ofOthers);
        // The first few steps have not seen all: one reference whose curve is too flat would drive the clock of all others.
        Make(Newest, (_count < FewSteps ? curves.Over(_ofOthers) : curves).Turning(_turning));
    }

    /// <summary>Keeps what <see cref="Foresee"/> made: a neuron refers to it.</summary>
    public void Keep() => _count = Newest + 1;

    /// <summary>Begins an epoch with the last increment as the first reference; the sum is left to <see cref="Forget"/>.</summary>
    public void Begin(ReadOnlySpan<double> image)
    {
        (_ofFirst, _ofOthers) = (_seenFirst.Or(_ofFirst.Halved()), _seenOthers.Or(_ofOthers.Halved()));
        (_seenFirst, _seenOthers) = (default, default);
        (Time, Newest, _count) = (0, 0, 1);
        double square = 0, product = 0, turned = 0;
        for (int j = 0; j < _samples; j++)
        {
            square += _increment[j] * _increment[j];
            product += image[j] * _increment[j];
        }

        // R is orthogonal to Q and as long.
        double share = square > 0 ? product / square : 0, least = square > 0 ? _scale * Math.Sqrt(square / _samples) : 1;
        for (int j = 0; j < _samples; j++) turned += (image[j] - share * _increment[j]) * (image[j] - share * _increment[j]);
        double length = turned > 0 ? Math.Sqrt(square / turned) : 0;
        SetProfile(least);
        float* first = Reference(0);
        _secondSquare = 0;
        for (int j = 0; j < _samples; j++)
        {
            first[j] = (float)(_scale * _increment[j]);
            Second[j] = (float)(_scale * length * (image[j] - share * _increment[j]));
            _secondSquare += (double)Second[j] * Second[j];
        }

        Make(0, _ofFirst.Turning(_turning));
    }

    /// <summary>Starts the sum again from zero, once every neuron has booked what it travelled.</summary>
    public void Forget() => new Span<float>(Travelled, _samples).Clear();

    /// <inheritdoc/>
    public void Dispose()
    {
        _vectors.Dispose();
        _doubles.Dispose();
    }

    private double Next(int j, ReadOnlySpan<double> image) => _increment[j] - _turn * image[j];

    /// <summary>Chooses P: as large as the increment is in the mean, and largest where most was missed in the epoch before.</summary>
    /// <param name="least">The mean size of the increment's entries, scaled.</param>
    private void SetProfile(double least)
    {
        double mean = 0;
        for (int j = 0; j < _samples; j++) mean += _missed[j] / _samples;
        for (int j = 0; j < _samples; j++)
        {
            Profile[j] = (float)(mean > 0 ? least * (ProfileFloor + _missed[j] / mean) : _scale * Math.Abs(_increment[j]) + least);
            _inverseProfile[j] = 1 / (double)Profile[j];
        }

        Array.Clear(_missed);
    }

    /// <summary>Sets the clocks of a reference to zero; it is the newest one.</summary>
    private void Make(int reference, DueCurves curves)
    {
        float* q = Reference(reference);
        double square = 0, product = 0;
        for (int j = 0; j < _samples; j++)
        {
            square += (double)q[j] * q[j];
            product += (double)q[j] * Second[j];
            Foreseen[j] = q[j];
        }

        _products[reference] = product;
        (_clocks[reference], _begun[reference], _squares[reference], _curves[reference], _horizons[reference]) = (default, Time, square, curves, DueHorizon.Of(curves, age: 0));
    }

    /// <summary>The last increment in terms of a reference.</summary>
    /// <param name="reference">Q.</param>
    /// <param name="turned">The increment's inner product with R.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private DueClock Split(int reference, double turned)
    {
        float* q = Reference(reference);
        // First clocks never run backwards.
        double alpha = _squares[reference] > 0 ? Math.Max(0, Product(q) / _squares[reference]) : 0, beta = Turned(alpha, reference, turned);
        Vector512<double> most = Vector512<double>.Zero;
        for (int j = 0; j < _stride; j += Vector512<double>.Count)
        {
            Vector512<double> rest = Vector512.LoadAligned(_scaled + j) - alpha * Wide(q + j) - beta * Wide(Second + j);
            most = Vector512.Max(most, Vector512.Abs(rest) * Vector512.LoadAligned(_inverseProfile + j));
        }

        double epsilon = 0;
        for (int l = 0; l < Vector512<double>.Count; l++) epsilon = Math.Max(epsilon, most[l]);
        return new DueClock(alpha, Up * Math.Abs(beta), Up * epsilon);
    }

    /// <summary>Takes note of what a reference misses of the last increment, for one unit of its first clock, by sample: there the next epoch expects it.</summary>
    private void Watch(int reference, double alpha, double turned)
    {
        float* q = Reference(reference);
        double beta = Turned(alpha, reference, turned);
        for (int j = 0; j < _samples && alpha > 0; j++) _missed[j] = Math.Max(_missed[j], Math.Abs(_scaled[j] - alpha * q[j] - beta * Second[j]) / alpha);
    }

    /// <summary>How far the last increment goes along R, besides alpha times a reference.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Turned(double alpha, int reference, double turned) => _secondSquare > 0 ? (turned - alpha * _products[reference]) / _secondSquare : 0;

    /// <summary>The last increment's inner product with a vector of n.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Product(float* vector)
    {
        Vector512<double> even = Vector512<double>.Zero, odd = Vector512<double>.Zero;
        for (int j = 0; j < _stride; j += 2 * Vector512<double>.Count)
        {
            even += Wide(vector + j) * Vector512.LoadAligned(_scaled + j);
            odd += Wide(vector + j + Vector512<double>.Count) * Vector512.LoadAligned(_scaled + j + Vector512<double>.Count);
        }

        return Vector512.Sum(even + odd);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Wide(float* values)
    {
        Vector256<float> narrow = Vector256.LoadAligned(values);
        return Vector512.Create(Vector256.WidenLower(narrow), Vector256.WidenUpper(narrow));
    }
}
