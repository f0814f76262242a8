using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>The frozen inputs h_i, cut where a piece of a tile of W ends: a piece stays in the second-level cache while every input meets it.</summary>
internal sealed unsafe class InputPieces
{
    /// <summary>Input units of a piece, the last one apart: 256 KiB of a tile.</summary>
    public const int Length = 4096;

    private readonly ActiveRows _inputs;
    private readonly int[] _cuts;

    /// <summary>Finds the cuts.</summary>
    public InputPieces(ActiveRows inputs)
    {
        _inputs = inputs;
        Count = (inputs.Width + Length - 1) / Length;
        _cuts = new int[(Count + 1) * inputs.Count];
        for (int cut = 0; cut <= Count; cut++)
        {
            for (int i = 0; i < inputs.Count; i++) _cuts[cut * inputs.Count + i] = ActiveRows.FirstAtLeast(inputs.Ids(i), First(cut));
        }
    }

    /// <summary>Pieces.</summary>
    public int Count { get; }

    /// <summary>First input unit of a piece.</summary>
    public int First(int piece) => (int)Math.Min(_inputs.Width, (long)piece * Length);

    /// <summary>Scores of the 16 units of a tile for every input, of one piece; added to those of earlier pieces.</summary>
    /// <param name="tile">The piece of the tile: (columns of the piece, 16).</param>
    /// <param name="piece">Pieces come in order.</param>
    /// <param name="z">(n, 16), written anew by piece 0.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Multiply(float* tile, int piece, float* z)
    {
        tile -= (long)First(piece) * UnitTile.Units;
        for (int i = 0; i < _inputs.Count; i++, z += UnitTile.Units)
        {
            int first = _cuts[piece * _inputs.Count + i], end = _cuts[(piece + 1) * _inputs.Count + i];
            fixed (int* ids = _inputs.Ids(i))
            fixed (float* values = _inputs.Values(i))
            {
                Vector512<float> sum = UnitTile.Multiply(tile, ids + first, values + first, end - first);
                (piece == 0 ? sum : Vector512.LoadAligned(z) + sum).StoreAligned(z);
            }
        }
    }

    /// <summary>Writes the scores of a tile as rows of Z, one per unit.</summary>
    /// <param name="z">As <see cref="NewScratch"/> gives it.</param>
    /// <param name="scores">Z.</param>
    /// <param name="tile">Number of the tile.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store(float* z, LayerScores scores, int tile)
    {
        float* block = z + (long)scores.Stride * UnitTile.Units;
        for (int i = 0; i < scores.Stride; i += Lanes.Width, z += UnitTile.Units * Lanes.Width)
        {
            BlockTranspose.Square(z, UnitTile.Units, block);
            for (int unit = 0; unit < UnitTile.Units; unit++)
                Vector512.LoadAligned(block + unit * Lanes.Width).StoreAligned(scores.Row(tile * UnitTile.Units + unit) + i);
        }
    }

    /// <summary>Memory for the scores of one tile.</summary>
    /// <param name="samples">n.</param>
    public static NativeBuffer<float> NewScratch(int samples) => new((long)(Lanes.RoundUp(samples) + Lanes.Width) * UnitTile.Units);
}
