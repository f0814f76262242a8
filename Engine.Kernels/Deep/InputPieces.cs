using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Engine.Kernels;

/// <summary>The frozen inputs h_i, cut where a piece of a panel of W ends: a piece stays in the second-level cache while every input meets it.</summary>
internal sealed unsafe class InputPieces
{
    /// <summary>Input units of a piece, the last one apart: 512 KiB of a panel.</summary>
    public const int Length = 1024;

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

    /// <summary>Scores of the 128 units of a panel for every input, of one piece; added to those of earlier pieces.</summary>
    /// <param name="panel">The piece of the panel: (columns of the piece, 128).</param>
    /// <param name="piece">Pieces come in order.</param>
    /// <param name="z">(n, 128), written anew by piece 0.</param>
    public void Multiply(float* panel, int piece, float* z)
    {
        if (piece == 0) new Span<float>(z, _inputs.Count * WeightPanel.Units).Clear();
        panel -= (long)First(piece) * WeightPanel.Units;
        for (int i = 0; i < _inputs.Count; i++, z += WeightPanel.Units)
        {
            int first = _cuts[piece * _inputs.Count + i], end = _cuts[(piece + 1) * _inputs.Count + i];
            fixed (int* ids = _inputs.Ids(i))
            fixed (float* values = _inputs.Values(i))
                WeightPanel.Multiply(panel, ids + first, values + first, end - first, z);
        }
    }

    /// <summary>Writes the scores of a panel as rows of Z, one per unit.</summary>
    /// <param name="z">As <see cref="NewScratch"/> gives it.</param>
    /// <param name="scores">Z.</param>
    /// <param name="panel">Number of the panel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Store(float* z, LayerScores scores, int panel)
    {
        float* block = z + (long)scores.Stride * WeightPanel.Units;
        int first = panel * WeightPanel.Units, units = Math.Min(WeightPanel.Units, scores.PaddedUnits - first);
        for (int unit = 0; unit < units; unit += Lanes.Width)
        {
            for (int i = 0; i < scores.Stride; i += Lanes.Width)
            {
                BlockTranspose.Square(z + (long)i * WeightPanel.Units + unit, WeightPanel.Units, block);
                for (int k = 0; k < Lanes.Width; k++) Vector512.LoadAligned(block + k * Lanes.Width).StoreAligned(scores.Row(first + unit + k) + i);
            }
        }
    }

    /// <summary>Memory for the scores of one panel.</summary>
    /// <param name="samples">n.</param>
    public static NativeBuffer<float> NewScratch(int samples) => new((long)Lanes.RoundUp(samples) * WeightPanel.Units + Lanes.Width * Lanes.Width);
}
