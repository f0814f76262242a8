using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Engine.Kernels;

/// <summary>Training steps that look only at neurons whose certificates have ended.</summary>
/// <remarks>
/// While records are kept, they hold the fire sets, and fired bits are those of the last <see cref="DueLists.Settle"/>; a group's scores z are those of w_ref = w_r(0) + sum_j c_j x_j, and the weights are
/// w_ref + sum_j delta_j x_j with the deltas of <see cref="DueRecords"/>: silent neurons move without being touched. A listed pair cannot have changed side while the
/// neuron's path is below the pair's due path: the path when its score was last computed, plus |z - b| as computed then. So a pair can be on the wrong side only while its exact
/// score is within the rounding error of that computed one of b: gamma_(d+p)(|w_r| + sum |c|), see <see cref="CandidateProblem.RoundingSlack"/>. For near pairs the speed is known as well: dz = -a_r &lt;sum_S Q_j x_j, x_i&gt; per unit of the first clock, so only what the reference Q misses is a bound.
/// Rates and speeds are those of the fire set a look ends with; they hold until the next one, as a set changes in looks alone. Grouped wiring, no ridge.
/// </remarks>
internal static unsafe class DuePass
{
    // How many visits earlier memory is asked for: a visit takes about as long as it takes to come.
    private const int SlotsAhead = PagesAhead + 2 * PagesAtOnce, PagesAhead = 4, RecordsAhead = 2, Paths = 4;

    // Pages of so many records are looked up side by side.
    private const int PagesAtOnce = 8;

    /// <summary>Certifies every listed pair from its present score, and computes all rates.</summary>
    /// <param name="context">What the passes share; the motion holds the epoch's first increment, which is not yet on its clocks.</param>
    /// <param name="shard">Its scores and coefficients are those of the point before that increment.</param>
    /// <param name="scratch">The worker's.</param>
    /// <param name="due">Receives the due times.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Begin(in DueContext context, CandidateShard shard, CandidateScratch scratch, Span<float> due)
    {
        shard.Counts = default;
        DueSlot* records = shard.Due!.Slots;
        Vector512<float> shift = Vector512.Create(context.Problem.Shift);
        for (int local = 0; local < shard.Count; local++)
        {
            NeuronSlot slot = shard.Slots[local];
            int fires = 0;
            for (int g = slot.Start; g < slot.Start + slot.Groups; g++)
            {
                ushort bits = (ushort)Vector512.GreaterThan(Vector512.LoadAligned(shard.Group(g)), shift).ExtractMostSignificantBits();
                *shard.Fired(g) = bits;
                fires += BitOperations.PopCount(bits);
            }

            shard.Counts.Fires += fires;
            shard.Counts.Candidates += slot.Count;
            DueLists.OpenActive(context, shard, scratch, local, travelled: false);
            DueLists.Certify(context, shard, local);
            float size = DueRates.Compute(context, shard, scratch, local, reference: 0);
            DueLists.SelectNear(context, shard, scratch, local);
            DueRecord.ListNear(shard.Due!, records[local], scratch);
            due[local] = DueRates.Speeds(context, shard, scratch, local, size, records[local].Active);
        }
    }

    /// <summary>Books what every neuron has travelled, and computes all rates in the references of a new epoch.</summary>
    /// <param name="context">What the passes share; the motion's references are the new ones, its sum still the old one.</param>
    /// <param name="shard">The neurons.</param>
    /// <param name="scratch">The worker's.</param>
    /// <param name="ended">The clocks of the old epoch by reference.</param>
    /// <param name="due">Receives the due times.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Renew(in DueContext context, CandidateShard shard, CandidateScratch scratch, ReadOnlySpan<DueClock> ended, Span<float> due)
    {
        DueRecords records = shard.Due!;
        for (int local = 0; local < shard.Count; local++)
        {
            if (local + 1 < shard.Count) records.Prefetch(local + 1);
            DueSlot* record = records.Slots + local;
            DueClock clock = ended[record->Reference];
            shard.Slots[local].Moved = DueTimes.Path(*record, shard.Slots[local].Moved, clock);
            DueRecord.Bring(records, *record, clock);
            DueRecord.Book(context, shard, local);
            float size = DueRates.Compute(context, shard, scratch, local, reference: 0);
            DueRecord.ListNear(records, *record, scratch);
            due[local] = DueRates.Speeds(context, shard, scratch, local, size, record->Active);
        }
    }

    /// <summary>Looks at neurons that may be due.</summary>
    /// <param name="context">What the passes share.</param>
    /// <param name="shard">The neurons; its counts are added to.</param>
    /// <param name="scratch">The worker's.</param>
    /// <param name="locals">Neurons, ascending.</param>
    /// <param name="due">Receives their due times.</param>
    /// <param name="log">Receives the pairs that changed side.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Visit(in DueContext context, CandidateShard shard, CandidateScratch scratch, ReadOnlySpan<int> locals, Span<float> due, FlipLog log)
    {
        int* spent = stackalloc int[TileProduct.TileRows];
        int* places = stackalloc int[TileProduct.TileRows];
        int spentCount = 0;
        float* paths = stackalloc float[Paths];
        DueRecords records = shard.Due!;
        for (int h = -SlotsAhead; h < locals.Length; h++)
        {
            Prefetch(context, shard, locals, h, paths);
            if (h < 0) continue;
            int local = locals[h];
            NeuronSlot* slot = shard.Slots + local;
            DueSlot* record = records.Slots + local;
            float path = paths[h % Paths];
            if (path < record->FarPath && !DueRecord.HasEnded(context, records, *record))
            {
                due[h] = DueTimes.Of(context, shard, local);
                continue;
            }

            slot->Moved = path;
            if (path < context.Problem.Band)
            {
                if (!(path < record->FarPath))
                {
                    DueRecord.Bring(records, *record, context.Motion.Clock(record->Reference));
                    DueLists.SelectNear(context, shard, scratch, local);
                }

                due[h] = DueRecord.Look(context, shard, scratch, local, log);
                continue;
            }

            DueLists.Settle(context, shard, scratch, local);
            shard.Counts.Candidates -= slot->Count;
            if (ColdChoice.Suffices(context.Problem, shard, local))
            {
                ColdChoice.Choose(context.Problem, shard, scratch, local);
                shard.Counts.ColdRefreshes++;
                due[h] = DueLists.Rechosen(context, shard, scratch, local, log);
                continue;
            }

            places[spentCount] = h;
            spent[spentCount++] = local;
            if (spentCount < TileProduct.TileRows) continue;
            ChooseAgain(context, shard, scratch, spent, places, spentCount, due, log);
            spentCount = 0;
        }

        if (spentCount > 0) ChooseAgain(context, shard, scratch, spent, places, spentCount, due, log);
    }

    /// <summary>Takes back the changes of a step, in reverse order: the fire sets are those of its base point again. No weight moves.</summary>
    /// <param name="context">What the passes share.</param>
    /// <param name="shard">The neurons.</param>
    /// <param name="log">The changes.</param>
    /// <param name="touched">Receives the neurons, which are due at once: each once, as its changes lie together in the log.</param>
    public static void FlipBack(in DueContext context, CandidateShard shard, FlipLog log, List<int> touched)
    {
        for (int q = log.Flips.Length - 1; q >= 0; q--)
        {
            Flip flip = log.Flips[q];
            float before = shard.Slots[flip.Local].Moved;
            DueRecord.Toggle(context, shard, flip.Local, flip.Sample, !flip.Entered);
            DueRecord.Loosen(context, shard, flip.Local, flip.Sample, shard.Slots[flip.Local].Moved - before);
            DueLists.Expire(shard, flip.Local, flip.Sample);
            shard.Counts.Fires += flip.Entered ? -1 : 1;
            if (touched.Count == 0 || touched[^1] != flip.Local) touched.Add(flip.Local);
        }
    }

    /// <summary>Brings scores and coefficients of all listed pairs to the present point; certificates stay as they are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SettleAll(in DueContext context, CandidateShard shard, CandidateScratch scratch)
    {
        for (int local = 0; local < shard.Count; local++)
        {
            NeuronSlot slot = shard.Slots[local];
            int entries = DueRecord.Collect(context, shard, scratch, local, out _);
            float* first = shard.Group(slot.Start);
            if (entries > 0 && slot.Count > 0)
            {
                LanePasses.Products(context.Problem, scratch, (int*)(first + CandidateShard.IdOffset), CandidateShard.GroupFloats, slot.Groups, slot.Count, entries);
                for (int g = 0; g < slot.Groups; g++)
                {
                    float* z = first + g * CandidateShard.GroupFloats;
                    (Vector512.LoadAligned(z) + Vector512.Load(scratch.Products + g * Lanes.Width)).StoreAligned(z);
                }
            }

            DueLists.Settle(context, shard, scratch, local);
            DueLists.OpenActive(context, shard, scratch, local, travelled: true);
            DueLists.CopyScores(shard, local);
        }
    }

    /// <summary>Adds a_r (z - b) of every firing pair to the shard's outputs, which are cleared first; scores must be those of the present point.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddOutputs(in DueContext context, CandidateShard shard)
    {
        shard.ClearOutputs();
        for (int local = 0; local < shard.Count; local++)
        {
            NeuronSlot slot = shard.Slots[local];
            float* sign = context.Problem.Sign(shard.FirstNeuron + local);
            for (int g = slot.Start; g < slot.Start + slot.Groups; g++)
            {
                float* group = shard.Group(g);
                LanePasses.Scatter(shard.Outputs, 1, shard.Samples, sign, (int*)(group + CandidateShard.IdOffset), group, context.Problem.Shift, *shard.Fired(g));
            }
        }
    }

    /// <summary>Asks for the memory of the next visits, one thing after the other as it becomes known where the next one lies.</summary>
    /// <param name="context">What the passes share.</param>
    /// <param name="shard">The neurons.</param>
    /// <param name="locals">Those to visit.</param>
    /// <param name="h">The visit that is next; negative before the first one.</param>
    /// <param name="paths">Receives their paths, in turn.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prefetch(in DueContext context, CandidateShard shard, ReadOnlySpan<int> locals, int h, float* paths)
    {
        DueRecords records = shard.Due!;
        int slots = h + SlotsAhead, ahead = h + RecordsAhead, next = h + 1;
        if (slots < locals.Length) records.PrefetchSlots(locals[slots], shard.Slots, context.Problem.Sign(shard.FirstNeuron + locals[slots]));
        if (h % PagesAtOnce == 0) records.PrefetchPages(locals[Math.Clamp(h + PagesAhead, 0, locals.Length)..Math.Clamp(h + PagesAhead + PagesAtOnce, 0, locals.Length)]);
        if (ahead >= 0 && ahead < locals.Length)
        {
            int local = locals[ahead];
            DueSlot* record = records.Slots + local;
            float path = paths[ahead % Paths] = DueTimes.Path(*record, shard.Slots[local].Moved, context.Motion.Clock(record->Reference));
            records.Prefetch(local);
            if (!(path < record->FarPath)) shard.PrefetchDuePaths(local);
        }

        if (next < 0 || next >= locals.Length || !Sse.IsSupported) return;
        float nextPath = paths[next % Paths];
        if (!(nextPath < records.Slots[locals[next]].FarPath) && nextPath < context.Problem.Band) DueLists.PrefetchNear(context, shard, locals[next], nextPath);
    }

    private static void ChooseAgain(in DueContext context, CandidateShard shard, CandidateScratch scratch, int* spent, int* places, int count, Span<float> due, FlipLog log)
    {
        CandidateLists.Choose(context.Problem, shard, scratch, spent, count);
        shard.Counts.Refreshes += count;
        for (int q = 0; q < count; q++)
        {
            due[places[q]] = DueLists.Rechosen(context, shard, scratch, spent[q], log);
        }
    }
}
