using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Kernels;

/// <summary>Copies a sum of matrices into panels that a micro-kernel reads from front to back: element (lane, k) at <c>k * width + lane</c>.</summary>
/// <remarks>
/// Sums are chains over the terms in their order, the first product rounded by itself and the others fused; every path below does the same
/// arithmetic. Lanes past the last become zero.
/// </remarks>
internal static unsafe class PanelPacker
{
    private const int Quad = 4;
    private const int Line = 16;

    // A row or column of a large matrix is too short a stream for a hardware prefetcher: the next ones are asked for in time.
    private const int RowsAhead = 4;

    // So many lanes are read side by side where lanes are contiguous: 1 KiB of each row, which a hardware prefetcher follows.
    private const int SideBySide = 256;

    /// <summary>Packs consecutive panels, each width * depth elements behind the one before.</summary>
    /// <param name="operand">What to read.</param>
    /// <param name="firstLane">First lane.</param>
    /// <param name="lanes">Lanes to pack; the last panel is filled up with zeros.</param>
    /// <param name="firstDepth">First depth.</param>
    /// <param name="depth">Depths to pack, at least 0.</param>
    /// <param name="width">Lanes of a panel, a multiple of 4.</param>
    /// <param name="panels">Receives the panels; 16-byte aligned.</param>
    internal static void Pack(in PackedOperand operand, int firstLane, int lanes, int firstDepth, int depth, int width, float* panels)
    {
        nint offset = firstLane * operand.LaneStep + firstDepth * operand.DepthStep;
        int whole = operand.LaneStep == 1 ? lanes - lanes % width : 0;
        int group = SideBySide - SideBySide % width;
        for (int lane = 0; lane < whole; lane += group)
            CopyLanes(operand, offset + lane, Math.Min(group, whole - lane), depth, width, panels + (nint)lane * depth);
        for (int lane = whole; lane < lanes; lane += width)
            PackPanel(operand, offset + lane * operand.LaneStep, Math.Min(width, lanes - lane), depth, width, panels + (nint)lane * depth);
    }

    private static void PackPanel(in PackedOperand operand, nint offset, int lanes, int depth, int width, float* panel)
    {
        int quads = operand.DepthStep == 1 ? lanes & ~(Quad - 1) : 0;
        for (int lane = 0; lane < quads; lane += Quad)
            TransposeQuad(operand, offset + lane * operand.LaneStep, depth, width, panel + lane);
        for (int lane = quads; lane < width; lane++)
            CopyLane(operand, offset + lane * operand.LaneStep, lane < lanes, depth, width, panel + lane);
    }

    /// <summary>Packs whole panels of contiguous lanes, row by row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void CopyLanes(in PackedOperand operand, nint offset, int lanes, int depth, int width, float* panels)
    {
        PackTerm* terms = operand.Terms;
        int count = operand.TermCount;
        nint step = operand.DepthStep, panelLength = (nint)width * depth;
        int lines = width & ~(Line - 1);
        for (int k = 0; k < depth; k++, offset += step, panels += width)
        {
            float* panel = panels;
            for (int first = 0; first < lanes; first += width, panel += panelLength)
            {
                for (int lane = 0; lane < lines; lane += Line)
                {
                    Prefetch(terms, count, offset + RowsAhead * step + first + lane);
                    Sum512(terms, count, offset + first + lane).Store(panel + lane);
                }

                for (int lane = lines; lane < width; lane += Quad) Sum128(terms, count, offset + first + lane).Store(panel + lane);
            }
        }
    }

    /// <summary>Packs 4 lanes whose depths are contiguous, a cache line of each at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void TransposeQuad(in PackedOperand operand, nint offset, int depth, int width, float* panel)
    {
        PackTerm* terms = operand.Terms;
        int count = operand.TermCount;
        nint step = operand.LaneStep;
        int lines = Avx512F.IsSupported ? depth & ~(Line - 1) : 0;
        int k = 0;
        for (; k < lines; k += Line)
        {
            Vector512<float> r0 = Sum512(terms, count, offset + k), r1 = Sum512(terms, count, offset + step + k);
            Vector512<float> r2 = Sum512(terms, count, offset + 2 * step + k), r3 = Sum512(terms, count, offset + 3 * step + k);
            Vector512<double> low01 = Avx512F.UnpackLow(r0, r1).AsDouble(), high01 = Avx512F.UnpackHigh(r0, r1).AsDouble();
            Vector512<double> low23 = Avx512F.UnpackLow(r2, r3).AsDouble(), high23 = Avx512F.UnpackHigh(r2, r3).AsDouble();
            StoreEveryFourth(Avx512F.UnpackLow(low01, low23).AsSingle(), width, panel);
            StoreEveryFourth(Avx512F.UnpackHigh(low01, low23).AsSingle(), width, panel + width);
            StoreEveryFourth(Avx512F.UnpackLow(high01, high23).AsSingle(), width, panel + 2 * width);
            StoreEveryFourth(Avx512F.UnpackHigh(high01, high23).AsSingle(), width, panel + 3 * width);
            panel += Line * width;
            for (int row = Quad; row < 2 * Quad; row++) Prefetch(terms, count, offset + row * step + k);
        }

        for (; k < depth; k++, panel += width)
        {
            nint at = offset + k;
            Vector128.Create(Sum(terms, count, at), Sum(terms, count, at + step), Sum(terms, count, at + 2 * step), Sum(terms, count, at + 3 * step)).Store(panel);
        }
    }

    /// <summary>The four 128-bit parts of a vector belong to depths 0, 4, 8 and 12.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreEveryFourth(Vector512<float> parts, int width, float* panel)
    {
        int step = Quad * width;
        parts.GetLower().GetLower().Store(panel);
        parts.GetLower().GetUpper().Store(panel + step);
        parts.GetUpper().GetLower().Store(panel + 2 * step);
        parts.GetUpper().GetUpper().Store(panel + 3 * step);
    }

    private static void CopyLane(in PackedOperand operand, nint offset, bool present, int depth, int width, float* panel)
    {
        for (int k = 0; k < depth; k++, offset += operand.DepthStep)
            panel[k * width] = present ? Sum(operand.Terms, operand.TermCount, offset) : 0.0f;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(PackTerm* terms, int count, nint offset)
    {
        if (!Sse.IsSupported) return;
        for (int t = 0; t < count; t++) Sse.Prefetch0(terms[t].Source + offset);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Sum512(PackTerm* terms, int count, nint offset)
    {
        Vector512<float> sum = terms->Coefficient * Vector512.Load(terms->Source + offset);
        for (int t = 1; t < count; t++)
            sum = Vector512.FusedMultiplyAdd(Vector512.Create(terms[t].Coefficient), Vector512.Load(terms[t].Source + offset), sum);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Sum128(PackTerm* terms, int count, nint offset)
    {
        Vector128<float> sum = terms->Coefficient * Vector128.Load(terms->Source + offset);
        for (int t = 1; t < count; t++)
            sum = Vector128.FusedMultiplyAdd(Vector128.Create(terms[t].Coefficient), Vector128.Load(terms[t].Source + offset), sum);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float Sum(PackTerm* terms, int count, nint offset)
    {
        float sum = terms->Coefficient * terms->Source[offset];
        for (int t = 1; t < count; t++) sum = MathF.FusedMultiplyAdd(terms[t].Coefficient, terms[t].Source[offset], sum);
        return sum;
    }
}
