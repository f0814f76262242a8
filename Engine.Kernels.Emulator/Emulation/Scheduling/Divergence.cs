using System.Text;

namespace Engine.Kernels.Emulation;

/// <summary>Says which lanes wait where, when they should wait together.</summary>
internal static unsafe class Divergence
{
    public static string Describe(CompiledKernel kernel, int[] threads, LaneFrames lanes)
    {
        int[] ascending = [.. threads.Order()];
        var text = new StringBuilder("divergence: ");
        for (int first = 0, after; first < ascending.Length; first = after)
        {
            int point = lanes[ascending[first]]->ResumePoint;
            after = first + 1;
            while (after < ascending.Length && lanes[ascending[after]]->ResumePoint == point) after++;
            if (first > 0) text.Append(", ");
            text.Append(after == first + 1 ? $"thread {ascending[first]} " : $"threads {ascending[first]} to {ascending[after - 1]} ");
            text.Append(point == LaneState.Returned ? "returned" : $"at {kernel.Sites[point - 1]}");
        }

        return text.Append('.').ToString();
    }
}
