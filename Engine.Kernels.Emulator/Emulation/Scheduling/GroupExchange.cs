namespace Engine.Kernels.Emulation;

/// <summary>Hands values between the lanes of a group.</summary>
internal static unsafe class GroupExchange
{
    /// <exception cref="InvalidOperationException">Lanes disagree whom a broadcast is from, or there is no such lane.</exception>
    public static void Perform(SuspensionSite site, int threads, LaneFrames lanes)
    {
        switch (site.Kind)
        {
            case SuspensionKind.GroupPopCount:
                Reply(Count(threads, lanes), threads, lanes);
                break;
            case SuspensionKind.GroupAnd:
                Reply(Count(threads, lanes) == threads ? 1 : 0, threads, lanes);
                break;
            case SuspensionKind.GroupOr:
                Reply(Count(threads, lanes) > 0 ? 1 : 0, threads, lanes);
                break;
            case SuspensionKind.GroupBroadcast:
                Broadcast(site, threads, lanes);
                break;
        }
    }

    private static int Count(int threads, LaneFrames lanes)
    {
        int count = 0;
        for (int thread = 0; thread < threads; thread++) count += *(int*)lanes[thread]->Payload != 0 ? 1 : 0;
        return count;
    }

    private static void Reply(int value, int threads, LaneFrames lanes)
    {
        for (int thread = 0; thread < threads; thread++) *(int*)lanes[thread]->Payload = value;
    }

    private static void Broadcast(SuspensionSite site, int threads, LaneFrames lanes)
    {
        int source = lanes[0]->Operand;
        if (source < 0 || source >= threads) throw new InvalidOperationException($"{site}: there is no thread {source} in a group of {threads}.");
        var value = new ReadOnlySpan<byte>(lanes[source]->Payload, site.PayloadBytes);
        for (int thread = 0; thread < threads; thread++)
        {
            if (lanes[thread]->Operand != source) throw new InvalidOperationException($"{site}: thread 0 wants thread {source}, thread {thread} wants thread {lanes[thread]->Operand}.");
            value.CopyTo(new Span<byte>(lanes[thread]->Payload, site.PayloadBytes));
        }
    }
}
