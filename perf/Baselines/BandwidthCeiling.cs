using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Engine.Kernels;

namespace Engine.Perf;

/// <summary>One sweep over memory that computes next to nothing: the time no pass over it can undercut.</summary>
internal sealed unsafe class BandwidthCeiling
{
    // 256 KB a piece: enough pieces to balance, large enough that handing them out costs nothing.
    private const long PieceLength = 1 << 16;
    private const int Step = 64;

    private readonly WorkerTeam _team;
    private readonly NativeBuffer<float> _memory;
    private readonly float[] _sums;

    /// <summary>Prepares sweeps over a buffer.</summary>
    /// <param name="team">Threads to share it.</param>
    /// <param name="memory">A multiple of 64 elements.</param>
    public BandwidthCeiling(WorkerTeam team, NativeBuffer<float> memory)
    {
        if (memory.Length % Step != 0) throw new ArgumentException($"length % {Step} == 0 does not hold: length={memory.Length}.", nameof(memory));
        _team = team;
        _memory = memory;
        _sums = new float[team.Size];
        int pieces = (int)((memory.Length + PieceLength - 1) / PieceLength);
        Action<int, int> read = ReadPiece, update = UpdatePiece;
        Read = new Contestant(() => _team.Run(pieces, read));
        Update = new Contestant(() => _team.Run(pieces, update));
    }

    /// <summary>Reads every element once; 4 bytes each.</summary>
    public Contestant Read { get; }

    /// <summary>Reads every element and writes it in place, its sign changed; 8 bytes each.</summary>
    public Contestant Update { get; }

    private long Length(int piece) => Math.Min(PieceLength, _memory.Length - piece * PieceLength);

    // The sums are kept so that the loads are.
    private void ReadPiece(int worker, int piece) => _sums[worker] = Sum(_memory.Pointer + piece * PieceLength, Length(piece));

    private void UpdatePiece(int worker, int piece) => Negate(_memory.Pointer + piece * PieceLength, Length(piece));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Sum(float* x, long length)
    {
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (float* end = x + length; x < end; x += Step)
        {
            s0 += Vector512.Load(x);
            s1 += Vector512.Load(x + 16);
            s2 += Vector512.Load(x + 32);
            s3 += Vector512.Load(x + 48);
        }

        return Vector512.Sum(s0 + s1 + s2 + s3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Negate(float* x, long length)
    {
        for (float* end = x + length; x < end; x += Step)
        {
            (-Vector512.Load(x)).Store(x);
            (-Vector512.Load(x + 16)).Store(x + 16);
            (-Vector512.Load(x + 32)).Store(x + 32);
            (-Vector512.Load(x + 48)).Store(x + 48);
        }
    }
}
