using Engine.Kernels.Emulation;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using Xunit;

namespace Engine.Tests.Emulator;

/// <summary>Kernels that are right give right results, for every geometry and lane order.</summary>
public sealed class SampleKernelTests
{
    public static TheoryData<string, int, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int, int>();
            foreach (string run in SampleRuns.All.Keys)
            {
                foreach (int lanes in new[] { 4, 32, 64 })
                {
                    for (int order = 0; order < 3; order++) cases.Add(run, lanes, order);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_GivesTheReference_ForEveryGeometryAndOrder(string run, int lanes, int order)
    {
        using Context context = Context.Create(builder => builder.CPU(new CPUDevice(lanes, 256 / lanes, 1)));
        using Accelerator accelerator = context.Devices[0].CreateAccelerator(context);
        using IDisposable scope = new EmulatorSettings { LaneOrder = (LaneOrder)order, Seed = 7 }.Use();
        Assert.Equal(SampleReferences.All[run], SampleRuns.All[run](accelerator));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(32)]
    [InlineData(64)]
    public void Shuffles_MoveValuesAsDocumented_ForEveryWarpWidth(int lanes)
    {
        using Context context = Context.Create(builder => builder.CPU(new CPUDevice(lanes, 2, 1)));
        using Accelerator accelerator = context.Devices[0].CreateAccelerator(context);
        Assert.Equal(SampleReferences.Shuffles(lanes, 2 * lanes), SampleRuns.Shuffles(accelerator, 2 * lanes));
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(17, 3, 31)]
    [InlineData(2, 8, 2)]
    [InlineData(3, 17, 5)]
    [InlineData(33, 1, 100)]
    [InlineData(15, 16, 17)]
    public void TiledProduct_IsTheProduct_OnAwkwardShapes(int m, int n, int k)
    {
        using Context context = Context.CreateDefault();
        using Accelerator accelerator = context.Devices[0].CreateAccelerator(context);
        Assert.Equal(SampleReferences.Product(m, n, k), SampleRuns.Product(accelerator, m, n, k));
    }
}
