namespace Engine.Kernels.Emulation;

/// <summary>Hands values between the lanes of a group.</summary>
internal static unsafe class GroupExchange
{
    /// <exception cref="InvalidOperationException">Lanes disagree whom a broadcast is from, or there is no such lane.</exception>
    public static void Perform(SuspensionSite site, int threads, LaneAt lane)
    {
        switch (site.Kind)
        {
            case SuspensionKind.GroupPopCount:
                Reply(Count(threads, lane), threads, lane);
                break;
            case SuspensionKind.GroupAnd:
                Reply(Count(threads, lane) == threads ? 1 : 0, threads, lane);
                break;
            case SuspensionKind.GroupOr:
                Reply(Count(threads, lane) > 0 ? 1 : 0, threads, lane);
                break;
            case SuspensionKind.GroupBroadcast:
                Broadcast(site, threads, lane);
                break;
        }
    }

    private static int Count(int threads, LaneAt lane)
    {
        int count = 0;
        for (int thread = 0; thread < threads; thread++) count += *(int*)lane(thread)->Payload != 0 ? 1 : 0;
        return count;
    }

    private static void Reply(int value, int threads, LaneAt lane)
    {
        for (int thread = 0; thread < threads; thread++) *(int*)lane(thread)->Payload = value;
    }

    private static void Broadcast(SuspensionSite site, int threads, LaneAt lane)
    {
        int source = lane(0)->Operand;
        if (source < 0 || source >= threads) throw new InvalidOperationException($"{site}: there is no thread {source} in a group of {threads}.");
        var value = new ReadOnlySpan<byte>(lane(source)->Payload, site.PayloadBytes);
        for (int thread = 0; thread < threads; thread++)
        {
            if (lane(thread)->Operand != source) throw new InvalidOperationException($"{site}: thread 0 wants thread {source}, thread {thread} wants thread {lane(thread)->Operand}.");
            value.CopyTo(new Span<byte>(lane(thread)->Payload, site.PayloadBytes));
        }
    }
}
