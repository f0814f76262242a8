using System.Reflection;
using System.Reflection.Emit;
using ILGPU;

namespace Engine.Kernels.Emulation;

/// <content>Calls, and the suspensions among them.</content>
internal sealed partial class KernelRewriter
{
    private void EmitCall(int index, IlInstruction instruction)
    {
        MethodBase target = CallTarget.Of(instruction) ?? throw new NotSupportedException($"The emulator cannot call {instruction.Operand}.");
        if (target is ConstructorInfo constructor)
        {
            _il.Emit(instruction.OpCode, constructor);
            return;
        }

        var method = (MethodInfo)target;
        if (method.GetCustomAttribute<SuspendsAttribute>() is { } suspends) EmitSuspension(index, method, suspends.Kind);
        else if (method.GetCustomAttribute<LaneFieldAttribute>() is { } field) _lane.LoadField(field.Field);
        else if (method.IsDefined(typeof(SharedAllocationAttribute))) EmitSharedAllocation(method);
        else _il.Emit(OpCodes.Call, method);
    }

    private void EmitSharedAllocation(MethodInfo method)
    {
        string replacement = method.ReturnType.IsByRef ? nameof(SharedAllocations.Element)
            : method.Name == nameof(SharedMemory.Allocate1D) ? nameof(SharedAllocations.View1D)
            : nameof(SharedAllocations.View);
        _il.Emit(OpCodes.Ldarg_0);
        _il.Emit(OpCodes.Ldc_I4, _sharedSites++);
        _il.Emit(OpCodes.Call, typeof(SharedAllocations).GetMethod(replacement)!.MakeGenericMethod(method.GetGenericArguments()));
    }

    private void EmitSuspension(int index, MethodInfo method, SuspensionKind kind)
    {
        int operands = method.GetParameters().Length;
        Type? payload = operands == 0 ? null : method.ReturnType == typeof(bool) ? typeof(int) : method.IsGenericMethod ? method.ReturnType : typeof(int);
        int bytes = payload is null ? 0 : FrameLayout.SizeOf(payload);
        if (bytes > LaneState.PayloadCapacity) throw Refusal(index, $"a value of {bytes} bytes cannot be exchanged, {LaneState.PayloadCapacity} can");
        if (operands > 2) _lane.StoreField(nameof(LaneState.Width), typeof(int));
        if (operands > 1) _lane.StoreField(nameof(LaneState.Operand), typeof(int));
        if (payload is not null) _lane.StorePayload(payload);
        _sites.Add(new SuspensionSite(kind, $"{method.DeclaringType!.Name}.{method.Name}", _kernel.Instructions[index].Offset, bytes, operands > 2));

        StackSlot[] stack = _stacks[index]![..^operands];
        int[] live = Live(index, stack);
        int[] offsets = _frame.OfStack(stack);
        SaveStack(stack, offsets);
        foreach (int variable in live) _lane.Save(_variables[variable], _frame.OfVariable(variable));
        _il.Emit(OpCodes.Ldc_I4, _sites.Count);
        _il.Emit(OpCodes.Ret);

        _il.MarkLabel(_resumePoints[_sites.Count]);
        foreach (int variable in live)
        {
            _lane.LoadFrame(_variables[variable].LocalType, _frame.OfVariable(variable));
            _il.Emit(OpCodes.Stloc, _variables[variable]);
        }

        LoadStack(stack, offsets);
        if (payload is not null) _lane.LoadPayload(payload);
    }

    /// <summary>Variables to keep across a suspension.</summary>
    private int[] Live(int index, StackSlot[] stack)
    {
        bool[] live = [.. _live[index + 1]];
        foreach (StackSlot slot in stack)
        {
            if (slot.AddressOf >= 0) live[slot.AddressOf] = true;
            else if (slot.IsLaneBound) throw Refusal(index, "the address of part of a variable is held across it; give its value to a local first");
        }

        int[] kept = [.. Enumerable.Range(0, live.Length).Where(variable => live[variable])];
        if (kept.Any(variable => _laneBoundVariables[variable])) throw Refusal(index, "a ref local that refers to a variable is used after it");
        return kept;
    }

    private void SaveStack(StackSlot[] stack, int[] offsets)
    {
        for (int i = stack.Length - 1; i >= 0; i--)
        {
            if (stack[i].AddressOf >= 0)
            {
                _il.Emit(OpCodes.Pop);
                continue;
            }

            LocalBuilder value = _lane.PopToScratch(stack[i].Type);
            _lane.Save(value, offsets[i]);
            _lane.Free(value);
        }
    }

    private void LoadStack(StackSlot[] stack, int[] offsets)
    {
        for (int i = 0; i < stack.Length; i++)
        {
            if (stack[i].AddressOf >= 0) _il.Emit(OpCodes.Ldloca, _variables[stack[i].AddressOf]);
            else _lane.LoadFrame(stack[i].Type, offsets[i]);
        }
    }

    private NotSupportedException Refusal(int index, string rule) =>
        new($"Kernel {KernelNames.Of(_kernel.Method)}, IL_{_kernel.Instructions[index].Offset:X4}, {KernelNames.Of((MethodBase)_kernel.Instructions[index].Operand!)}: {rule}.");
}
