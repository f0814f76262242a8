using ILGPU;

namespace Engine.Tests.Emulator;

/// <summary>Kernels that go wrong when they run.</summary>
internal static class FaultyKernels
{
    /// <summary>Each thread reads its left neighbour's cell without waiting for it.</summary>
    public static void MissingBarrier(ArrayView<float> results)
    {
        ArrayView<float> cells = SharedMemory.Allocate<float>(64);
        int i = Group.IdxX;
        cells[i] = i;
        results[i] = i == 0 ? 0 : cells[i - 1];
    }

    public static void OutOfBounds(ArrayView<float> results) => results[Grid.GlobalIndex.X] = 1;

    public static void NegativeSubView(ArrayView<float> results) => results.SubView(Group.IdxX - 1, 1)[0] = 1;

    public static void BarrierOnEitherBranch(ArrayView<float> results)
    {
        if (Group.IdxX < 5)
        {
            results[0] = 1;
            Group.Barrier();
        }
        else
        {
            Group.Barrier();
        }
    }

    public static void BarrierAfterReturn(ArrayView<float> results)
    {
        if (Group.IdxX == 3) return;
        Group.Barrier();
        results[0] = 1;
    }

    public static void ShuffleOnOneBranch(ArrayView<float> results)
    {
        if (Group.IdxX % 2 == 0) results[Group.IdxX] = Warp.ShuffleDown(1f, 1);
        Group.Barrier();
    }

    public static void ShuffleBesideBarrier(ArrayView<float> results)
    {
        if (Group.IdxX % 2 == 0) results[Group.IdxX] = Warp.ShuffleDown(1f, 1);
        else Group.Barrier();
    }

    /// <summary>The cell of a lane that a short last warp lacks.</summary>
    public static void ShuffleFromNobody(ArrayView<float> results) => results[Group.IdxX] = Warp.ShuffleXor(1f, Warp.WarpSize / 2);

    public static void ReadsUnwrittenSharedMemory(ArrayView<float> results)
    {
        ArrayView<float> cells = SharedMemory.Allocate<float>(64);
        ArrayView<float> dynamic = SharedMemory.GetDynamic<float>();
        results[Grid.GlobalIndex.X] = cells[Group.IdxX] + dynamic[Group.IdxX];
        cells[Group.IdxX] = 1;
        dynamic[Group.IdxX] = 1;
    }

    public static void BroadcastFromDifferentThreads(ArrayView<float> results) => results[0] = Group.Broadcast(1f, Group.IdxX);

    public static void TooMuchSharedMemory(ArrayView<float> results)
    {
        ArrayView<float> first = SharedMemory.Allocate<float>(8 * 1024);
        ArrayView<float> second = SharedMemory.Allocate<float>(4 * 1024 + 1);
        results[0] = first.Length + second.Length;
    }

    public static void ReferenceToVariableAcrossBarrier(ArrayView<float> results)
    {
        float own = 1;
        ref float cell = ref (Group.IdxX == 0 ? ref own : ref results[0]);
        Group.Barrier();
        cell += 1;
        results[0] = own;
    }
}
