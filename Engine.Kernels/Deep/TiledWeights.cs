namespace Engine.Kernels;

/// <summary>W (m x p) by input unit, in tiles of 16 units: W times a sparse vector streams cache lines, and a sparse outer product touches only its own.</summary>
internal sealed unsafe class TiledWeights : IDisposable
{
    // Enough tiles to make the search for their entries cheap, few enough for many threads.
    private const int RangeTiles = 8;

    private readonly NativeBuffer<float> _tiles;
    private readonly NativeBuffer<float>[] _scratch;
    private readonly int[][] _cursors;
    private readonly WorkerTeam _team;
    private readonly InputPieces _pieces;
    private readonly ActiveRows _inputs;
    private readonly Action<int, int> _score;
    private readonly Action<int, int> _add;
    private readonly int _units;
    private readonly int _tileCount;
    private LayerScores? _scores;
    private ActiveRows? _step;
    private float _length;

    /// <summary>Copies W.</summary>
    /// <param name="start">Row-major (m, p).</param>
    /// <param name="units">m.</param>
    /// <param name="inputs">What W will be applied to: n rows over p units.</param>
    /// <param name="team">Who does the work.</param>
    public TiledWeights(NativeBuffer<float> start, int units, ActiveRows inputs, WorkerTeam team)
    {
        (_units, _inputs, _team, _pieces) = (units, inputs, team, new InputPieces(inputs));
        _tileCount = UnitTile.CountFor(units);
        _tiles = new NativeBuffer<float>((long)_tileCount * UnitTile.Units * inputs.Width);
        _scratch = [.. Enumerable.Range(0, team.Size).Select(_ => InputPieces.NewScratch(inputs.Count))];
        _cursors = [.. Enumerable.Range(0, team.Size).Select(_ => new int[inputs.Count])];
        (_score, _add) = (ScoreTile, AddRange);
        team.Run(_tileCount, (_, tile) => UnitTile.Load(start.Pointer + First(tile) * (long)inputs.Width, inputs.Width, UnitsOf(tile), inputs.Width, Tile(tile)));
    }

    /// <summary>Bytes held for m units and p inputs.</summary>
    public static long BytesFor(int units, int width) => (long)UnitTile.CountFor(units) * UnitTile.Units * width * sizeof(float);

    /// <summary>Tiles.</summary>
    public int TileCount => _tileCount;

    /// <summary>A tile: (p, 16); units beyond m are zero.</summary>
    public float* Tile(int tile) => _tiles.Pointer + (long)tile * UnitTile.Units * _inputs.Width;

    /// <summary>Z = H W^T; m multiplications for every entry of H.</summary>
    public void Score(LayerScores scores)
    {
        _scores = scores;
        _team.Run(_tileCount, _score);
    }

    /// <summary>z = W y for a sparse y that is none of the inputs; m multiplications for every entry.</summary>
    /// <param name="vector">One row over p units.</param>
    /// <param name="z">m scores, overwritten.</param>
    public void Multiply(ActiveRows vector, Span<float> z)
    {
        var pieces = new InputPieces(vector);
        float* sums = _scratch[0].Pointer;
        for (int tile = 0; tile < _tileCount; tile++)
        {
            for (int piece = 0; piece < pieces.Count; piece++) pieces.Multiply(Tile(tile) + pieces.First(piece) * (long)UnitTile.Units, piece, sums);
            new ReadOnlySpan<float>(sums, UnitsOf(tile)).CopyTo(z[First(tile)..]);
        }
    }

    /// <summary>W += length sum_j v_j h_j^T.</summary>
    public void Add(ActiveRows v, float length)
    {
        (_step, _length) = (v, length);
        _team.Run((_tileCount + RangeTiles - 1) / RangeTiles, _add);
    }

    /// <summary>Writes W row-major, (m, p).</summary>
    public void CopyTo(Span<float> weights)
    {
        fixed (float* destination = weights)
        {
            float* target = destination;
            int width = _inputs.Width;
            _team.Run(_tileCount, (_, tile) =>
            {
                float* source = Tile(tile), rows = target + First(tile) * (long)width;
                for (int unit = 0; unit < UnitsOf(tile); unit++)
                {
                    for (int column = 0; column < width; column++) rows[unit * (long)width + column] = source[column * (long)UnitTile.Units + unit];
                }
            });
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tiles.Dispose();
        foreach (NativeBuffer<float> scratch in _scratch) scratch.Dispose();
    }

    private static int First(int tile) => tile * UnitTile.Units;

    private int UnitsOf(int tile) => Math.Min(UnitTile.Units, _units - First(tile));

    private void ScoreTile(int worker, int tile)
    {
        float* z = _scratch[worker].Pointer;
        for (int piece = 0; piece < _pieces.Count; piece++) _pieces.Multiply(Tile(tile) + _pieces.First(piece) * (long)UnitTile.Units, piece, z);
        InputPieces.Store(z, _scores!, tile);
    }

    private void AddRange(int worker, int range)
    {
        int first = range * RangeTiles;
        OuterProducts.AddToTiles(_step!, _length, _inputs, first, Math.Min(_tileCount, first + RangeTiles), Tile(first), _cursors[worker]);
    }
}
