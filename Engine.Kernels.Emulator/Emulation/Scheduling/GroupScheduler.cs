using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;

namespace Engine.Kernels.Emulation;

/// <summary>Runs groups, one after the other, on one thread: steps each lane to its next suspension, then releases those that may go on.</summary>
internal sealed unsafe class GroupScheduler : IDisposable
{
    private const int Alignment = 64;
    private const byte Poison = 0xFF;

    private readonly CompiledKernel _kernel;
    private readonly KernelStep _step;
    private readonly EmulatorSettings _settings;
    private readonly byte* _arguments;
    private readonly GroupState* _group;
    private readonly byte* _memory;
    private readonly LaneFrames _lanes;
    private readonly int _threads;
    private readonly int[] _laneOrder;
    private readonly int[][] _warps;
    private readonly WarpExchange _exchange;
    private readonly bool _hasWarpSites;

    public GroupScheduler(CompiledKernel kernel, Device device, KernelConfig shape, EmulatorSettings settings, byte* arguments)
    {
        _kernel = kernel;
        _step = kernel.Step;
        _settings = settings;
        _arguments = arguments;
        _threads = shape.GroupDim.Size;
        _hasWarpSites = kernel.Sites.Any(site => site.IsWarpWide);
        _laneOrder = LaneOrders.Permutation(_threads, device.WarpSize, settings);
        _warps = LaneOrders.Warps(_laneOrder, device.WarpSize);
        _exchange = new WarpExchange(device.WarpSize);
        _group = NewGroup(kernel, device, shape);
        int frameBytes = (kernel.FrameBytes + Alignment - 1) & -Alignment;
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)_threads * (nuint)frameBytes, Alignment);
        _lanes = new LaneFrames(_memory, frameBytes);
        for (int thread = 0; thread < _threads; thread++) Initialise(_lanes[thread], thread);
    }

    /// <exception cref="KernelFaultException">Lanes wait at different places.</exception>
    public void Run(Index3D place)
    {
        Reset(place);
        do
        {
            foreach (int[] warp in _warps) RunWarp(warp);
        }
        while (_kernel.Sites.Length > 0 && ReleaseGroup());
        LaneState.Current = null;
    }

    /// <summary>A fault with the names of kernel, group and lane.</summary>
    public KernelFaultException Describe(Exception fault)
    {
        LaneState* lane = LaneState.Current;
        string where = lane is null ? "" : $", lane ({lane->ThreadX}, {lane->ThreadY}, {lane->ThreadZ})";
        return new KernelFaultException($"Kernel {_kernel.Name}, group ({_group->GroupX}, {_group->GroupY}, {_group->GroupZ}){where}: {fault.Message}", fault);
    }

    public void Dispose()
    {
        _exchange.Dispose();
        NativeMemory.AlignedFree(_memory);
        NativeMemory.AlignedFree(_group->Memory);
        NativeMemory.Free(_group->Sites);
        NativeMemory.Free(_group);
    }

    private static GroupState* NewGroup(CompiledKernel kernel, Device device, KernelConfig shape)
    {
        var group = (GroupState*)NativeMemory.AllocZeroed((nuint)sizeof(GroupState));
        (group->GroupDimX, group->GroupDimY, group->GroupDimZ) = (shape.GroupDim.X, shape.GroupDim.Y, shape.GroupDim.Z);
        (group->GridDimX, group->GridDimY, group->GridDimZ) = (shape.GridDim.X, shape.GridDim.Y, shape.GridDim.Z);
        group->WarpSize = device.WarpSize;
        group->Capacity = device.MaxSharedMemoryPerGroup;
        group->DynamicBytes = shape.SharedMemoryConfig.ArraySize;
        group->Memory = (byte*)NativeMemory.AlignedAlloc((nuint)group->Capacity, Alignment);
        group->Used = group->Capacity;
        group->Sites = (int*)NativeMemory.Alloc((nuint)(2 * (kernel.SharedSites + 1) * sizeof(int)));
        return group;
    }

    private void Initialise(LaneState* lane, int thread)
    {
        (int rest, int x) = Math.DivRem(thread, _group->GroupDimX);
        (int z, int y) = Math.DivRem(rest, _group->GroupDimY);
        (lane->ThreadX, lane->ThreadY, lane->ThreadZ) = (x, y, z);
        lane->LinearIndex = thread;
        (lane->WarpIndex, lane->LaneIndex) = Math.DivRem(thread, _group->WarpSize);
        lane->Group = _group;
    }

    private void Reset(Index3D place)
    {
        (_group->GroupX, _group->GroupY, _group->GroupZ) = (place.X, place.Y, place.Z);
        if (_kernel.SharedSites > 0 || _group->DynamicBytes > 0)
        {
            // Only what the group before has used can differ from poison; at first that is everything.
            NativeMemory.Fill(_group->Memory, (nuint)_group->Used, _settings.Poison ? Poison : (byte)0);
            _group->Used = (_group->DynamicBytes + 15) & -16;
            new Span<int>(_group->Sites, 2 * _kernel.SharedSites).Fill(-1);
        }

        for (int thread = 0; thread < _threads; thread++) _lanes[thread]->ResumePoint = 0;
    }

    private void RunWarp(int[] warp)
    {
        do
        {
            foreach (int thread in warp)
            {
                LaneState* lane = _lanes[thread];
                if (lane->ResumePoint == LaneState.Returned) continue;
                LaneState.Current = lane;
                lane->ResumePoint = _step(lane, _arguments);
            }
        }
        while (_hasWarpSites && ReleaseWarp(warp));
    }

    /// <summary>Whether the lanes of a warp may go on.</summary>
    private bool ReleaseWarp(int[] warp)
    {
        SuspensionSite? site = null;
        int point = 0;
        foreach (int thread in warp)
        {
            LaneState* lane = _lanes[thread];
            if (lane->ResumePoint == point || lane->ResumePoint == LaneState.Returned || !Site(lane).IsWarpWide) continue;
            site = Site(lane);
            point = lane->ResumePoint;
        }

        if (site is null) return false;
        LaneState.Current = null;
        RequireTogether(warp, point);
        int first = warp[0] - _lanes[warp[0]]->LaneIndex;
        _exchange.Perform(site, _lanes.From(first), warp.Length);
        return true;
    }

    /// <summary>Whether the lanes of the group may go on; not when all have returned.</summary>
    private bool ReleaseGroup()
    {
        LaneState.Current = null;
        int point = _lanes[0]->ResumePoint;
        RequireTogether(_laneOrder, point);
        if (point == LaneState.Returned) return false;
        GroupExchange.Perform(Site(_lanes[0]), _threads, _lanes);
        return true;
    }

    private SuspensionSite Site(LaneState* lane) => _kernel.Sites[lane->ResumePoint - 1];

    private void RequireTogether(int[] threads, int point)
    {
        foreach (int thread in threads)
        {
            if (_lanes[thread]->ResumePoint != point) throw new InvalidOperationException(Divergence.Describe(_kernel, threads, _lanes));
        }
    }
}
